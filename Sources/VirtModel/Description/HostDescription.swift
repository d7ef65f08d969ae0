/// The machine that runs the guests, as described.
public struct HostDescription: Sendable {
  /// Names the host in messages and in fleets, and keeps MAC addresses of two hosts apart.
  public var name: Located<HostName>?
  /// The platform.
  public var system: Located<System>?
  /// What runs the guests' instructions.
  public var accelerator: Located<Accelerator>?
  /// The network card to bridge: short for a network `lan`.
  public var nic: Located<InterfaceName>?
  /// Keys for root in every guest.
  public var sshKeys: [Located<SSHPublicKey>] = []
  /// Where the guests' files are.
  public var stateDirectory: Located<AbsolutePath>?
  /// The host's memory, to check the guests against.
  public var memory: Located<Size>?
  /// The host's CPUs, to check the guests against.
  public var cpus: Located<Int>?

  /// A host of which nothing is said.
  public init() {}
}

enum HostKeys {
  static let name = Key(
    "name", .hostName, default: "in a fleet, its name there",
    "Names the host in messages; also part of what MAC addresses are derived from, so that"
      + " guests of the same name on two hosts get different ones. In a fleet, where names of guests"
      + " are used once, they are derived from the guest's name alone, and stay when it moves.")
  static let system = Key<System>(
    "system", .choice, default: "`\"x86_64-linux\"`",
    "The platform of the host and its guests.")
  static let accel = Key<Accelerator>(
    "accel", .choice, default: "`\"kvm\"`",
    "`kvm` fails where KVM cannot be used; `tcg` emulates, for hosts without it.")
  static let nic = Key(
    "nic", .interfaceName,
    "The network card to put the guests on: short for"
      + " `networks.lan = { bridge = \"vbridge0\"; uplink = nic; }`.")
  static let sshKeys = Key(
    "sshKeys", .list(.sshKey), default: "`[ ]`",
    "Public keys of OpenSSH that may log in as root in every guest.")
  static let stateDir = Key(
    "stateDir", .hostPath("a directory of the host"), default: "`\"/var/lib/guests\"`",
    "The directory with one directory for each guest: its disks, firmware variables and logs.")
  static let memory = Key(
    "memory", .size, "The host's memory. If given, the guests' are checked against it.")
  static let cpus = Key(
    "cpus", .integer(1...8192),
    "The number of the host's CPUs. If given, the guests' are checked against it.")

  static let shape = ObjectShape(
    noun: "host",
    keys: [
      name.spec, system.spec, accel.spec, nic.spec, sshKeys.spec, stateDir.spec, memory.spec,
      cpus.spec,
    ])
}

extension ValueParser where Value == HostDescription {
  static var host: ValueParser {
    object(HostKeys.shape) { fields, findings in
      var host = HostDescription()
      host.name = fields.read(HostKeys.name, &findings)
      host.system = fields.read(HostKeys.system, &findings)
      host.accelerator = fields.read(HostKeys.accel, &findings)
      host.nic = fields.read(HostKeys.nic, &findings)
      host.sshKeys = fields.read(HostKeys.sshKeys, &findings)?.value ?? []
      host.stateDirectory = fields.read(HostKeys.stateDir, &findings)
      host.memory = fields.read(HostKeys.memory, &findings)
      host.cpus = fields.read(HostKeys.cpus, &findings)
      return host
    }
  }
}
