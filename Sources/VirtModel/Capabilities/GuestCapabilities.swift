/// All that guests can have, in the order of the reference, of a guest's paragraph and of QEMU's
/// arguments. To add something is to add a file beside this one, and a line here.
enum GuestCapabilities {
  static let all: [any GuestCapability.Type] = [
    CPUs.self, Memory.self, Hardware.self, FirmwareKey.self, RootDiskKeys.self, UserData.self,
    Disks.self,
    Interfaces.self,
    VNC.self, SSHKeys.self, GuestSecrets.self, ShutdownTimeout.self, Restart.self, Autostart.self,
    RestartOn.self, After.self, Requires.self, AutoResume.self, ConsoleLog.self, MemoryBacking.self,
    Shares.self, TPM.self, Vsock.self, Ready.self, GuestAgent.self, PCI.self, USB.self,
    CPUPinning.self, CPUQuotaKey.self, CPUWeightKey.self, MemoryMax.self, OOMScoreAdjust.self,
    Backup.self, Replication.self, Snapshots.self, Formerly.self, DerivedFrom.self, SystemKey.self,
    Tags.self,
    PlacementKeys.self,
    ExtraArgs.self,
  ]

  /// Other names of keys in hand-written modules.
  static let aliases = all.reduce(into: [String: String]()) { aliases, capability in
    aliases.merge(capability.aliases) { first, _ in first }
  }

  /// The attributes of a guest's paragraph, by name.
  static let attributes = Dictionary(
    all.flatMap { $0.attributes }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The attributes that are reported before the others.
  static let firstAttributes = all.flatMap { $0.attributes }.filter(\.isFirst).map(\.name)

  /// Whether an attribute, or one of a disk among them, is a size.
  static func isSize(_ name: String) -> Bool { name == "size" || attributes[name]?.isSize ?? false }

  private static let owners = all.reduce(into: [String: any GuestCapability.Type]()) {
    owners, capability in
    for key in capability.keys { owners[key.name] = capability }
    for attribute in capability.attributes where owners[attribute.name] == nil {
      owners[attribute.name] = capability
    }
  }

  /// The capability that a key, or an attribute of a guest's paragraph, is part of.
  static func capability(of name: String) -> (any GuestCapability.Type)? { owners[name] }

  /// Whether an attribute of a paragraph is made of several keys, so that none can be read from it.
  static func isDerived(_ attribute: String) -> Bool {
    ["devices", "serviceConfig"].contains(attribute)
      || attributes[attribute] != nil && !GuestKeys.shape.names.contains(attribute)
  }

  /// The attributes of paragraphs whose values matter for the code that guests share.
  static let countedAttributes = all.flatMap { $0.countedAttributes }
}
