import NixAST

/// What changes for a host when its module is written anew, in the words of a person.
public struct ModuleChanges: Sendable, Equatable {
  /// What a rebuild does with a guest.
  public enum Effect: Sendable, Equatable {
    /// It is new: it is installed, if its kind is, and started.
    case appears
    /// It is shut down; its files are kept.
    case disappears
    /// It is restarted.
    case restarts
    /// It would be restarted, but is to be left alone: the change is for its next start.
    case waits
    /// It runs on: the change is for a new installation, or for the start of the host.
    case runsOn
  }

  /// What changes for a guest.
  public struct GuestChange: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// What is different, one thing each: `memory 1 GiB → 2 GiB`.
    public var details: [String]
    /// What a rebuild does.
    public var effect: Effect
  }

  /// The guests that change, by name.
  public var guests: [GuestChange]
  /// What changes of the host: `networking.bridges.br0: added`.
  public var host: [String]
  /// The names of shared code that changes for another reason than which guests use it: another
  /// version of nixvirt, or another kind of host. Every guest may restart.
  public var shared: [String]

  /// Whether nothing changes.
  public var isEmpty: Bool { guests.isEmpty && host.isEmpty && shared.isEmpty }
}

extension Host {
  /// What changes when this host's module takes the place of another one, which nixvirt wrote; nil
  /// if that is of another shape.
  ///
  /// Nothing is evaluated: the paragraphs of the guests are compared, and the code that they share.
  public func changes(from old: NixFile?, context: ModuleContext) -> ModuleChanges? {
    guard let new = EmittedModule(module(context).expr) else { return nil }
    var before = EmittedModule(.lambda("_", body: .attrSet(AttrSet([]))))
    if let old { before = EmittedModule(old.expr) }
    guard let before else { return nil }
    let names = Set(before.guests.keys).union(new.guests.keys).sorted()
    return ModuleChanges(
      guests: names.compactMap { name in
        GuestComparison(before.guests[name], new.guests[name]).change(of: name)
      },
      host: old == nil ? [] : Self.hostChanges(before.settings, new.settings),
      shared: before.guests.isEmpty || new.guests.isEmpty ? [] : sharedChanges(from: before, new))
  }

  private static func hostChanges(_ old: Expr, _ new: Expr) -> [String] {
    // What is set for units follows from the guests and from the shared code.
    let ofUnits: Set = ["services", "sockets", "network"]
    return new.differences(from: old).compactMap { difference in
      let names = difference.path.compactMap { step -> String? in
        if case .attribute(let name) = step { name } else { nil }
      }
      if names.first == "systemd", names.count > 1, ofUnits.contains(names[1]) { return nil }
      // Values of single guests are told with them.
      if names.first == "environment" || names.first == "users" { return nil }
      return "\(difference.location) \(ChangeWords.told(difference.change, key: names.last ?? ""))"
    }
  }

  /// The shared code that would differ if it were written for the guests of the other module.
  private func sharedChanges(from old: EmittedModule, _ new: EmittedModule) -> [String] {
    var written: [String: Expr] = [:]
    for entry in ModuleScope.entries(ModuleWriter(self, for: ModuleUse(old)).sharedCode) {
      written[entry.name] = entry.value
    }
    // These say which networks there are, and what the operator has: no guest's unit has them.
    let others: Set = [
      "scriptedNetworkServices", "guestTool", "guestToolProgram", "guestManual", "nics", "tapsOn",
    ]
    return Set(written.keys).union(old.shared.keys).subtracting(others).sorted().filter { name in
      switch (old.shared[name], written[name]) {
      case (let old?, let new?): !new.differences(from: old).isEmpty
      default: true
      }
    }
  }
}
