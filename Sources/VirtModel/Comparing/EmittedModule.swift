import NixAST

/// A module that nixvirt wrote, taken apart: the guests' paragraphs, the code that they share, and
/// what is set of the host.
struct EmittedModule {
  /// The guests' data by name, with the variables in it replaced by their values.
  private(set) var guests: [String: [String: Expr]] = [:]
  /// The code that guests share, by the name of its variable.
  private(set) var shared: [String: Expr] = [:]
  /// What the module sets.
  private(set) var settings: Expr = .attrSet(AttrSet([]))

  /// Takes a module apart; nil for one of another shape.
  init?(_ expr: Expr) {
    guard case .lambda(let function) = expr else { return nil }
    guard case .letIn(let letIn) = function.body else {
      // Without guests there is nothing to bind.
      settings = function.body
      return
    }
    settings = letIn.body
    for entry in ModuleScope.entries(letIn.bindings) { shared[entry.name] = entry.value }
    guard case .attrSet(let guests)? = shared.removeValue(forKey: "guests") else { return nil }
    let keys = shared.removeValue(forKey: "sshKeys")
    for guest in ModuleScope.entries(guests.bindings) {
      guard case .attrSet(let paragraph) = guest.value else { return nil }
      var values: [String: Expr] = [:]
      for entry in ModuleScope.entries(paragraph.bindings) {
        values[entry.name] = Self.replacing(keys, in: entry.value)
      }
      self.guests[guest.name] = values
    }
    spreadCommonValues()
  }

  /// `sshKeys`, and `sshKeys ++ [ … ]`, as one list.
  private static func replacing(_ keys: Expr?, in value: Expr) -> Expr {
    guard case .list(let common)? = keys else { return value }
    switch value {
    case .variable(let variable) where variable.identifier == "sshKeys": return .list(common)
    case .binary(let operation):
      guard operation.op == .concat, case .list(let own) = operation.right else { return value }
      return .list((common.elements + own.elements).map(\.expr))
    default: return value
    }
  }

  /// What all guests have alike is said in the code that they share: it is part of each.
  private mutating func spreadCommonValues() {
    for (key, setting) in [("restart", "Restart"), ("shutdownTimeout", "TimeoutStopSec")] {
      guard let value = literal(setting) else { continue }
      for name in guests.keys where guests[name]?[key] == nil { guests[name]?[key] = value }
    }
    for (name, guest) in guests {
      guests[name]?["install"] = Self.install(guest).map { .str($0.rawValue) }
    }
  }

  /// How the root disk of a guest is installed; nil if it is not.
  private static func install(_ guest: [String: Expr]) -> InstallKind? {
    if let name = guest["install"]?.plainText { return InstallKind(rawValue: name) }
    if guest["image"] != nil { return .image }
    if guest["iso"] != nil { return .iso }
    return guest["diskSize"] == nil ? nil : .nixos
  }

  /// The value of a setting of the guests' unit, if it is the same for all.
  func literal(_ setting: String) -> Expr? {
    var found: Expr?
    shared["guestService"]?.forEachPart { part in
      guard case .attrSet(let set) = part else { return }
      for entry in ModuleScope.entries(set.bindings) where entry.name == setting {
        switch entry.value {
        case .string, .integer: found = entry.value
        default: break
        }
      }
    }
    return found
  }
}

extension Features {
  /// What the guests of a module that was written need of the shared code.
  init(_ module: EmittedModule) {
    let guests = Array(module.guests.values)
    func any(_ key: String) -> Bool { guests.contains { $0[key] != nil } }
    func use(_ key: String) -> Use {
      guests.allSatisfy { $0[key] != nil } ? .all : any(key) ? .some : .none
    }
    let displays = guests.compactMap { $0["vncDisplay"]?.plainText }
    let kinds = guests.map { $0["install"]?.plainText.flatMap { InstallKind(rawValue: $0) } }
    installs = Set(kinds.compactMap(\.self))
    hasOther = kinds.contains(nil)
    hasDisks = any("disks")
    makesDisks = guests.contains { $0["disks"]?.mentionsAttribute("size") ?? false }
    hasSize = any("diskSize")
    allHaveSize = use("diskSize") == .all
    hasModules = any("modules")
    // All guests alike have no word for it.
    firmware = any("firmware") ? .some : module.shared["firmwareArgs"] == nil ? .none : .all
    display = use("vncDisplay")
    hasTCPDisplay = displays.contains { !$0.hasPrefix("unix:") }
    hasSocketDisplay = displays.contains { $0.hasPrefix("unix:") }
    let areLocal = displays.allSatisfy { VNCDisplay($0)?.isLocal ?? true }
    vncPeers = areLocal ? "localhost" : "any"
    hasDevices = any("devices")
    hasReady = any("readyPort")
    hasShares = any("shares")
    hasTPM = any("tpm")
    hasServiceConfig = any("serviceConfig")
    hasExtraArguments = any("extraArgs")
    hasOrder = any("after")
    hasManualStart = any("autostart")
    hasUntouched = any("restartIfChanged")
    restart = module.literal("Restart")?.plainText.flatMap { RestartPolicy(rawValue: $0) }
    shutdownTimeout = module.literal("TimeoutStopSec").flatMap(\.plainInteger)
  }
}

extension Expr {
  fileprivate var plainInteger: Int? {
    if case .integer(let literal) = self { Int(exactly: literal.value) } else { nil }
  }

  fileprivate func mentionsAttribute(_ name: String) -> Bool {
    var isFound = false
    forEachPart { part in
      guard case .attrSet(let set) = part else { return }
      if ModuleScope.entries(set.bindings).contains(where: { $0.name == name }) { isFound = true }
    }
    return isFound
  }
}
