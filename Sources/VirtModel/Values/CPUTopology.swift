/// The CPUs of a guest: their number, or how they are laid out.
public struct CPUTopology: Hashable, Sendable {
  /// The sockets.
  public let sockets: Int
  /// The cores of each socket.
  public let cores: Int
  /// The threads of each core.
  public let threads: Int

  /// The numbers that QEMU's `-smp` takes, for one machine type or another.
  static let limits = 1...512

  /// CPUs; nil if there are none, or more than 512.
  public init?(sockets: Int = 1, cores: Int, threads: Int = 1) {
    guard Self.limits.contains(sockets), Self.limits.contains(cores),
      Self.limits.contains(threads), Self.limits.contains(sockets * cores * threads)
    else { return nil }
    self.sockets = sockets
    self.cores = cores
    self.threads = threads
  }

  init(checkedCores cores: Int) {
    sockets = 1
    self.cores = cores
    threads = 1
  }

  /// The number of CPUs.
  public var count: Int { sockets * cores * threads }
}
