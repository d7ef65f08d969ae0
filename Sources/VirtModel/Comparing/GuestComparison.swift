import NixAST

/// Compares the paragraphs of a guest in two modules.
struct GuestComparison {
  private let old: [String: Expr]?
  private let new: [String: Expr]?

  init(_ old: [String: Expr]?, _ new: [String: Expr]?) {
    self.old = old
    self.new = new
  }

  func change(of name: String) -> ModuleChanges.GuestChange? {
    guard let old else {
      return ModuleChanges.GuestChange(name: name, details: [], effect: .appears)
    }
    guard let new else {
      return ModuleChanges.GuestChange(name: name, details: [], effect: .disappears)
    }
    var details: [ModuleChanges.Detail] = []
    var keys: Set<String> = []
    for key in Set(old.keys).union(new.keys).sorted(by: Self.isBefore) where key != "definition" {
      let told = Self.details(key, old[key], new[key])
      if !told.isEmpty { keys.insert(key) }
      // Mounts follow from paths that are reported.
      if !["mounts", "installMounts", Interfaces.cloudInitAttribute].contains(key) {
        details += told
      }
    }
    // Words of QEMU and systemd that follow from these keys.
    if keys.contains(where: { GuestCapabilities.attributes[$0]?.implies ?? false }), !hasPassthrough
    {
      details.removeAll { $0.place.hasPrefix("devices") || $0.place.hasPrefix("serviceConfig") }
    }
    guard !details.isEmpty else { return nil }
    return ModuleChanges.GuestChange(
      name: name, details: details, effect: effect(keys, RootDiskUse.kind(new)),
      consequences: GuestConsequences(old, new).all)
  }

  /// Devices of the host are named among the arguments alone.
  private var hasPassthrough: Bool {
    [old, new].contains { guest in
      guard case .list(let list)? = guest?["devices"] else { return false }
      return list.elements.contains { element in
        ["vfio-pci,", "usb-host,"].contains { element.expr.plainText?.hasPrefix($0) ?? false }
      }
    }
  }

  private static func details(
    _ key: String, _ old: Expr?, _ new: Expr?
  ) -> [ModuleChanges.Detail] {
    func detail(_ place: String, _ change: Difference.Change?) -> ModuleChanges.Detail {
      ModuleChanges.Detail(place: place, change: change, isSize: GuestCapabilities.isSize(key))
    }
    if [old, new].contains(where: { $0?.mayHoldPrivateKey ?? false }) {
      return old == new ? [] : [detail(key, nil)]
    }
    return switch (old, new) {
    case (let old?, let new?):
      new.differences(from: old).map { difference in
        detail(key + (difference.path.isEmpty ? "" : difference.suffix), difference.change)
      }
    case (let old?, nil): [detail(key, .removed(old))]
    case (nil, let new?): [detail(key, .added(new))]
    case (nil, nil): []
    }
  }

  private func effect(_ keys: Set<String>, _ kind: InstallKind?) -> ModuleChanges.Effect {
    let effects = keys.map { key -> ModuleChanges.Effect in
      switch GuestCapabilities.attributes[key]?.effect ?? .restarts {
      case .restarts: .restarts
      case .runsOn: .runsOn
      case .keysDrive:
        switch kind?.method.configurator {
        case .cloudInit: .restarts
        case .nixOS: .nextStart
        case nil: .runsOn
        }
      }
    }
    if isRestartedByFiles(keys) { return .restarts }
    if effects.contains(.restarts) {
      return new?["restartOn"] == .str(RestartReason.never.rawValue) ? .nextStart : .restarts
    }
    return effects.contains(.nextStart) ? .nextStart : .runsOn
  }

  /// Whether the guest follows its host, and changed attributes change the files that its units run, or
  /// the unit's list of them.
  private func isRestartedByFiles(_ keys: Set<String>) -> Bool {
    let reasons = [old, new].map { $0?["restartOn"]?.plainText }
    guard reasons.contains(RestartReason.host.rawValue),
      reasons[1] != RestartReason.never.rawValue
    else { return false }
    var others: Set = ["autostart", "installMounts"]
    // The service and its timer have the rest.
    for key in ["backup", "replicate"] where [old, new].allSatisfy({ $0?[key] != nil }) {
      others.insert(key)
    }
    return reasons[0] != reasons[1] || !keys.isSubset(of: others)
  }

  /// Keys that people ask for come first, then the order is by name.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let (a, b) = (rank(left), rank(right))
    return a == b ? left < right : a < b
  }

  private static func rank(_ name: String) -> Int {
    let first = GuestCapabilities.firstAttributes
    return first.firstIndex(of: name) ?? first.count
  }
}

extension Difference {
  /// The place behind a key: `[0].mac`, `.data`.
  fileprivate var suffix: String {
    if case .element = path.first { location } else { ".\(location)" }
  }
}
