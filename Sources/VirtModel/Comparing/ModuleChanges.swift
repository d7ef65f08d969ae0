import NixAST

/// The changes of a host when its module is written again.
public struct ModuleChanges: Sendable, Equatable {
  /// The effect of a rebuild on a guest.
  public enum Effect: Sendable, Equatable {
    /// It is new: it is installed, if its kind is, and started.
    case appears
    /// It is shut down; its files are kept.
    case disappears
    /// It is restarted.
    case restarts
    /// It runs on: the change takes effect at its next start.
    case nextStart
    /// It runs on: the change is for a new installation, or for the start of the host.
    case runsOn
  }

  /// A value that is different.
  public struct Detail: Sendable, Equatable {
    /// Where: `memory`, `interfaces[0].mac`.
    public var place: String
    /// The old and the new value; nil for one that must not be shown.
    public var change: Difference.Change?
    /// Whether it is a size.
    public var isSize: Bool
  }

  /// A setting that only an installation reads.
  public enum InstallationInput: Sendable, Equatable {
    case kind, image, iso, modules
  }

  /// An effect of a change besides a restart, or a step that it leaves undone.
  public enum Consequence: Sendable, Equatable {
    /// The guest is installed already, and does not get it.
    case laterInstallations(InstallationInput)
    /// The guest will not start: a disk never shrinks.
    case refusedAtStart(disk: String, from: Size, to: Size)
    /// A system that was installed for one firmware does not boot with the other.
    case unbootable(from: Firmware, to: Firmware)
    /// A file of the guest's directory is no longer used. A blank one of another name takes its place,
    /// if there is one.
    case leavesBehind(file: String, replacement: String?)
    /// A network card leaves a bridge for another one.
    case movesNetwork(card: Int, from: String, to: String)
    /// A guest that is alike disappears: this may be the same one under another name.
    case renamed(from: String, user: String)
  }

  /// The changes of a guest.
  public struct GuestChange: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The differences, one value each.
    public var details: [Detail]
    /// The effect of a rebuild.
    public var effect: Effect
    /// Further effects that the user must know.
    public var consequences: [Consequence] = []
  }

  /// A directory whose files stay where they are.
  public struct MovedDirectory: Sendable, Equatable {
    /// Where the guests' files are.
    public var from: AbsolutePath
    /// Where they are looked for.
    public var to: AbsolutePath
  }

  /// The guests that change, by name.
  public var guests: [GuestChange]
  /// The host's options that change: `networking.bridges.br0`.
  public var host: [Detail]
  /// Changes in the packet filter and in the services of the guests' networks.
  public var networks: [TextChange] = []
  /// The names of shared code that changes for another reason than which guests use it: another
  /// version of nixvirt, or another kind of host. Every guest may restart.
  public var shared: [String]
  /// Another directory of the guests: they start with new disks there.
  public var movedDirectory: MovedDirectory?

  /// Whether nothing changes.
  public var isEmpty: Bool {
    guests.isEmpty && host.isEmpty && networks.isEmpty && shared.isEmpty && movedDirectory == nil
  }
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
    var guests = names.compactMap { name in
      GuestComparison(before.guests[name], new.guests[name]).change(of: name)
    }
    RenamedGuests(before.guests, new.guests).tell(&guests)
    var changes = ModuleChanges(
      guests: guests,
      host: old == nil ? [] : Self.hostChanges(before.settings, new.settings),
      networks: old == nil ? [] : new.networkTextChanges(from: before),
      shared: before.guests.isEmpty || new.guests.isEmpty ? [] : sharedChanges(from: before, new),
      movedDirectory: movedDirectory(from: before))
    // Changes of which there is no other trace: code of the operator's command, for example.
    if let old, changes.isEmpty {
      let written = module(context).expr
      changes.host = written.differences(from: old.expr).map(Self.detail)
    }
    return changes
  }

  private func movedDirectory(from old: EmittedModule) -> ModuleChanges.MovedDirectory? {
    guard !old.guests.isEmpty, let before = old.stateDirectory, before != stateDirectory else {
      return nil
    }
    return ModuleChanges.MovedDirectory(from: before, to: stateDirectory)
  }

  private static func hostChanges(_ old: Expr, _ new: Expr) -> [ModuleChanges.Detail] {
    // Settings of units follow from the guests and from the shared code.
    let ofUnits: Set = ["services", "sockets", "network"]
    return new.differences(from: old).compactMap { difference in
      let names = difference.path.compactMap { step -> String? in
        if case .attribute(let name) = step { name } else { nil }
      }
      if names.first == "systemd", names.count > 1, ofUnits.contains(names[1]) { return nil }
      // Settings that follow from networks and guests are reported with them.
      let derived: Set = ["extraForwardRules", "extraReversePathFilterRules", "extraCommands"]
      if names.first == "networking", names.count > 1,
        ["networkmanager", "nftables"].contains(names[1]) || !derived.isDisjoint(with: names)
      {
        return nil
      }
      // Values of single guests are reported with them, and forwarded ports with the filter.
      if ["assertions", "environment", "users"].contains(names.first) { return nil }
      return detail(difference)
    }
  }

  private static func detail(_ difference: Difference) -> ModuleChanges.Detail {
    var isSize = false
    if case .attribute(let name)? = difference.path.last { isSize = GuestCapabilities.isSize(name) }
    return ModuleChanges.Detail(
      place: difference.location, change: difference.change, isSize: isSize)
  }

  /// The shared code that would differ if it were written for the guests of the other module.
  private func sharedChanges(from old: EmittedModule, _ new: EmittedModule) -> [String] {
    var written: [String: Expr] = [:]
    for entry in ModuleScope.entries(ModuleWriter(self, for: ModuleUse(old)).sharedCode) {
      written[entry.name] = entry.value
    }
    // These say which networks there are, what the operator has, and what installations start with: no
    // guest's unit has them.
    let others: Set = [
      "bridgeService", "connectGuest", "guestConfiguration", "guestManual", "guestTool",
      "guestToolProgram",
      "networkFilter", "networkService", "networkServices", "nics", "portService",
    ]
    return Set(written.keys).union(old.shared.keys).subtracting(others).sorted().filter { name in
      switch (old.shared[name], written[name]) {
      case (let old?, let new?): !new.differences(from: old).isEmpty
      default: true
      }
    }
  }
}
