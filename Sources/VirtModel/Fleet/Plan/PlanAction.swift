import NixAST

extension FleetPlan {
  /// The action of a step.
  public enum Action: Sendable, Equatable {
    /// To keep a guest off on the host that it comes to, until its files are there.
    case expect(GuestName, on: HostName)
    /// To shut a guest down and keep it off, also after a reboot.
    case hold(GuestName, on: HostName, HoldReason)
    /// To give the bridge of a host another address by hand, as hosts exchange addresses.
    case freeAddress(IPv4Address, of: HostName)
    /// To copy the directory of a guest that is held.
    case copy(GuestName, from: HostName, AbsolutePath, to: HostName, AbsolutePath)
    /// To move the directory of a guest that is held, on its host.
    case move(GuestName, on: HostName, AbsolutePath, to: AbsolutePath)
    /// To give a disk of a guest its new file.
    case disk(FileChange, of: GuestName, on: HostName)
    /// Something that only a person can do.
    case byHand(Work, of: GuestName, on: HostName)
    /// To give another host what the description of a guest names by its path or address.
    case provide([String], of: GuestName, on: HostName)
    /// To switch a host to its new module.
    case switchHost(HostName, HostChanges)
    /// To switch a host to a configuration without a module, or to turn it off.
    case retire(HostName, guests: [GuestName])
    /// To restart a guest, which then has the memory that its new description gives.
    case restart(GuestName, on: HostName)
    /// To start a guest that was held, when its files are there.
    case release(GuestName, on: HostName)
  }

  /// Why a guest is kept off.
  public enum HoldReason: Sendable, Equatable {
    /// It goes to another host.
    case moves(to: HostName)
    /// It gets another name.
    case renamed(to: GuestName)
    /// Its files are changed.
    case files
    /// A guest on another host, or the host itself, gets its address.
    case address(to: HostName)
    /// A guest on another host gets its disk.
    case disk(to: HostName)
    /// The memory that it gets is free after these guests have restarted.
    case memory(after: [GuestName], isNew: Bool)
  }

  /// A disk that gets another file in the guest's directory.
  public struct FileChange: Sendable, Equatable {
    /// The disk.
    public let disk: String
    /// The guest's directory.
    public let directory: AbsolutePath
    /// The file that it is in.
    public let from: String
    /// The file that it is looked for in.
    public let to: String
    /// Its format.
    public let format: DiskFormat
    /// The format that it gets.
    public let newFormat: DiskFormat
  }

  /// Work that only a person can do, because it needs a decision or reaches into the guest.
  public enum Work: Sendable, Equatable {
    /// A disk must become smaller: its file systems first, then the file.
    case shrink(disk: String, file: AbsolutePath, DiskFormat, from: Size, to: Size)
    /// The contents of a disk must go from one place to another one. `of` is the host that has the first one,
    /// if that is not the host of the step.
    case transfer(disk: String, from: AbsolutePath, of: HostName?, to: AbsolutePath)
    /// The guest cannot run on a host of another architecture: a person saves its data from its directory.
    case save(AbsolutePath, from: System, to: System)
    /// It then starts with new disks.
    case startAnew(from: System, to: System)
  }
}

extension FleetPlan.Action {
  /// The hosts on which it is done.
  public var hosts: [HostName] {
    switch self {
    case .expect(_, let host), .hold(_, let host, _), .freeAddress(_, let host),
      .move(_, let host, _, _), .disk(_, _, let host), .byHand(_, _, let host),
      .provide(_, _, let host), .switchHost(let host, _), .retire(let host, _),
      .restart(_, let host), .release(_, let host):
      [host]
    case .copy(_, let source, _, let target, _): [source, target]
    }
  }
}
