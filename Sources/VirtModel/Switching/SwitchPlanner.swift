import NixAST

/// Compares a host as it is with a description of it.
struct SwitchPlanner {
  private let host: Host
  private let state: HostState
  /// Whether the files that are there are those of the guests.
  private var hasFiles: Bool { movedDirectory == nil && state.fileSystem != .missing }

  init(_ host: Host, _ state: HostState) {
    self.host = host
    self.state = state
  }

  var movedDirectory: ModuleChanges.MovedDirectory? {
    if state.guests.isEmpty || state.stateDirectory == host.stateDirectory { return nil }
    return ModuleChanges.MovedDirectory(from: state.stateDirectory, to: host.stateDirectory)
  }

  var guests: [SwitchPlan.Guest] {
    let described = Dictionary(
      host.guests.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(described.keys).union(state.guests.keys)
    return names.sorted().map { name in
      described[name].map { planned($0, state.guests[name]) }
        ?? removed(name, state.guests[name])
    }
  }

  var orphans: [SwitchPlan.Orphan] {
    let described = Set(host.guests.map(\.name))
    return state.orphans.filter { !described.contains($0.name) }.map { orphan in
      SwitchPlan.Orphan(
        path: state.stateDirectory.appending(orphan.name.description),
        allocated: orphan.files.allocated)
    }
  }

  var shortage: SwitchPlan.Shortage? {
    guard hasFiles, let free = state.free else { return nil }
    let growth = host.guests.reduce(Int64(0)) { sum, guest in
      let files = self.files(of: guest.name)
      return GuestDisks(guest, files).growth.addingClamped(sum)
    }
    return growth > free ? SwitchPlan.Shortage(growth: growth, free: free) : nil
  }

  /// The files in a guest's directory, if the host has it or had it.
  private func files(of name: GuestName) -> [HostState.File] {
    guard hasFiles else { return [] }
    return state.guests[name]?.files ?? state.orphans.first { $0.name == name }?.files ?? []
  }

  // MARK: - Guests

  private func removed(_ name: GuestName, _ present: HostState.Guest?) -> SwitchPlan.Guest {
    let isOff = present.map { $0.running == nil && !$0.isInstalling } ?? true
    return SwitchPlan.Guest(
      name: name, state: present?.state, action: isOff ? .forgets : .shutsDown,
      effect: .disappears, allocated: present?.files.allocated ?? 0)
  }

  private func planned(_ guest: Guest, _ present: HostState.Guest?) -> SwitchPlan.Guest {
    let files = files(of: guest.name)
    let disks = GuestDisks(guest, files)
    var plan = SwitchPlan.Guest(
      name: guest.name, state: present?.state, action: .runsOn, allocated: files.allocated)
    plan.disks = disks.changes
    plan.obstacles =
      movedDirectory == nil && state.fileSystem == .missing
      ? [.fileSystemMissing] : disks.obstacles(hasInstaller: host.hasInstaller)
    if present != nil { plan.consequences = disks.leftBehind }
    plan.followsHost = guest.restartOn == .host
    plan.effect = effect(guest, present)
    plan.action = action(guest, present, plan.effect, disks)
    plan.takesSnapshot =
      guest.snapshot?.beforeRestart == true && present != nil && plan.effect != nil
      && (plan.action == .restarts || plan.action == .starts)
    plan.needsPerson =
      plan.action == .installs && guest.rootDisk.method.installation?.isByPerson ?? false
    if let running = present?.running {
      compare(
        VirtualHardware(arguments: running.arguments), VirtualHardware(guest, on: host), &plan)
    }
    if let present { tellPending(of: present, &plan) }
    return plan
  }

  /// The effect of the new module on a guest.
  private func effect(_ guest: Guest, _ present: HostState.Guest?) -> ModuleChanges.Effect? {
    guard let present else { return .appears }
    let definition = ModuleWriter.definition(of: guest, on: host)
    guard let running = present.running else {
      return present.definition == definition ? nil : .nextStart
    }
    // Units name the directory.
    if movedDirectory != nil, guest.restartOn != .never { return .restarts }
    if running.definition == definition { return nil }
    // A switch to what the host has already changes no unit.
    if present.definition == definition || guest.restartOn == .never { return .nextStart }
    return .restarts
  }

  private func action(
    _ guest: Guest, _ present: HostState.Guest?, _ effect: ModuleChanges.Effect?,
    _ disks: GuestDisks
  ) -> SwitchPlan.Action {
    if let present {
      if present.running != nil { return effect == .restarts ? .restarts : .runsOn }
      // It goes on, and starts the guest when it is done.
      if present.isInstalling { return .runsOn }
      if present.held != nil { return .staysOff }
    }
    // Targets that are reached are started again, and with them what they want.
    guard guest.autostart else { return .staysOff }
    return disks.isInstalled ? .starts : .installs
  }

  private func compare(
    _ old: VirtualHardware, _ new: VirtualHardware, _ plan: inout SwitchPlan.Guest
  ) {
    func tell(_ place: String, _ old: String?, _ new: String?, isSize: Bool = false) {
      guard let old, let new, old != new else { return }
      plan.details.append(
        ModuleChanges.Detail(
          place: place, change: .changed(from: .str(old), to: .str(new)), isSize: isSize))
    }
    tell("memory", old.memory, new.memory, isSize: true)
    tell("cpus", old.cpus, new.cpus)
    tell("machine", old.machine, new.machine)
    for device in Set(old.places.keys).union(new.places.keys).sorted() {
      let (from, to) = (old.places[device], new.places[device])
      if from != to {
        plan.hardware.append(SwitchPlan.HardwareChange(device: device, from: from, to: to))
      }
    }
  }

  /// Adds the parts that are older than the host's configuration already, and stay so.
  private func tellPending(of present: HostState.Guest, _ plan: inout SwitchPlan.Guest) {
    guard let running = present.running, plan.action == .runsOn else { return }
    plan.pending = running.pending.filter { $0 != .definition }
    if plan.effect == .nextStart { plan.pending.insert(.definition, at: 0) }
    if let old = running.qemu.flatMap(Self.package), let new = present.qemu.flatMap(Self.package),
      old != new
    {
      plan.qemu = SwitchPlan.Packages(running: old, present: new)
    }
  }

  /// The name and version of a package, of its path in the store.
  private static func package(_ path: String) -> String? {
    guard let name = path.split(separator: "/").last, let dash = name.firstIndex(of: "-") else {
      return nil
    }
    let rest = name[name.index(after: dash)...]
    return rest.isEmpty || rest.utf8.count > 100 ? nil : String(rest)
  }
}

extension HostState.Guest {
  /// Whether its installation runs.
  var isInstalling: Bool { [.active, .activating].contains(installation) }
}
