import NixAST

/// A module that nixvirt wrote, taken apart: the guests' paragraphs, the code that they share, and
/// what is set of the host.
struct EmittedModule {
  /// The guests' data by name, with the variables in it replaced by their values.
  private(set) var guests: [String: [String: Expr]] = [:]
  /// The code that guests share, by the name of its variable.
  private(set) var shared: [String: Expr] = [:]
  /// The options that the module sets.
  private(set) var settings: Expr = .attrSet(AttrSet([]))

  /// The directory with a directory for each guest.
  var stateDirectory: AbsolutePath? {
    var found: AbsolutePath?
    shared["commonConfig"]?.forEachPart { part in
      guard found == nil, case .attrSet(let set) = part else { return }
      for entry in ModuleScope.entries(set.bindings) where entry.name == "WorkingDirectory" {
        // The guest's name follows.
        guard case .string(let string) = entry.value, case .text(let text)? = string.parts.first
        else { continue }
        found = AbsolutePath(text)
      }
    }
    return found
  }

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
    guard case .attrSet(let guests)? = shared.removeValue(forKey: "guests") else {
      // A host may have networks alone.
      if shared["networkServices"] == nil { return nil }
      return
    }
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

  /// Values that all guests share are written once, in the shared code: each guest has them.
  private mutating func spreadCommonValues() {
    for counted in GuestCapabilities.countedAttributes {
      let key = counted.name
      switch counted.shared {
      case nil: continue
      case .setting(let setting): spread(key, literal(setting))
      case .code(let value):
        // Some guests have it, and the others do not.
        if !guests.values.contains(where: { $0[key] != nil }) { spread(key, value(shared)) }
      case .paragraph(let value):
        for (name, guest) in guests { guests[name]?[key] = value(guest) }
      }
    }
  }

  private mutating func spread(_ key: String, _ value: Expr?) {
    guard let value else { return }
    for name in guests.keys where guests[name]?[key] == nil { guests[name]?[key] = value }
  }

  /// The value of a setting of the guests' unit, if it is the same for all.
  private func literal(_ setting: String) -> Expr? {
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

extension ModuleUse {
  /// The guests of a module that was written, with their needs of the shared code.
  init(_ module: EmittedModule) {
    self.init(GuestCapabilities.countedAttributes)
    for guest in module.guests.values {
      addGuest()
      for (name, value) in guest { add(name, value) }
    }
  }
}
