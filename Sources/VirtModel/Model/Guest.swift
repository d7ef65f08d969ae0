/// A virtual machine, with a value for everything. What one capability knows of it is beside that
/// capability: `guest.tpm`, `guest.memory`.
public struct Guest: Equatable, Sendable {
  /// Its name.
  public let name: GuestName
  /// The user of the host that it runs as.
  public let user: UserName
  /// The root disk.
  public let rootDisk: RootDisk
  /// The other disks, by name.
  public let disks: [Disk]
  /// The network cards.
  public let interfaces: [Interface]
  /// The name that its MAC addresses and its UUID are derived from, besides its own.
  let origin: AddressOrigin
  /// The keys that may log in as root, without duplicates.
  public let sshKeys: [SSHPublicKey]
  /// The values of its keys, given and derived.
  let values: KeyedValues

  /// A disk besides the first.
  public struct Disk: Hashable, Sendable {
    /// Where its bytes are.
    public enum Storage: Hashable, Sendable {
      /// A file of the guest's directory, made with this size.
      case file(size: Size)
      /// A file or device that is there.
      case existing(AbsolutePath)
    }

    /// Its name, also its serial number.
    public let name: Label
    /// Where its bytes are.
    public let storage: Storage
    /// The format.
    public let format: DiskFormat
    /// Whether the guest can only read it.
    public let readOnly: Bool
    /// Its place on the guest's PCI bus, behind bridges.
    public let slot: Int
    /// The name that it had before, if its file may still have that name.
    public let former: Label?
  }

  /// A network card.
  public struct Interface: Hashable, Sendable {
    /// The network.
    public let network: Label
    /// Its address.
    public let mac: MACAddress
    /// The tap interface on the host.
    public let tap: InterfaceName
    /// Its address, if it is fixed.
    public let address: GuestAddress?
    /// Its IPv6 address, if it is fixed.
    public let address6: GuestAddress6?
    /// The router, where no server gives it.
    public let gateway: IPv4Address?
    /// The router of IPv6, where none advertises itself.
    public let gateway6: IPv6Address?
    /// The name servers, where no server gives them.
    public let nameservers: [NameServer]
    /// The card that the guest sees.
    public let model: CardModel
    /// Whether it may send from other addresses, answer DHCP and advertise routes.
    public let maySpoof: Bool
  }

  /// A directory of the host.
  public struct Share: Hashable, Sendable {
    /// Its tag.
    public let tag: Label
    /// The directory of the host.
    public let source: AbsolutePath
    /// Where a NixOS guest mounts it.
    public let target: AbsolutePath?
    /// Whether the guest can only read it.
    public let readOnly: Bool
    /// Its place on the guest's PCI bus, behind bridges.
    public let slot: Int
  }
}

extension Guest {
  /// The UUID that its firmware reports. It does not change when a fleet moves it to another host.
  public var uuid: String { Derived.uuid(origin, guest: name) }

  /// The names of its units: its own, its installation's, and those of the programs beside it.
  var units: [String] {
    let own = "\(HostNames.unitPrefix)\(name)"
    var units = [own, own + HostNames.installSuffix, own + "-monitor"]
    for share in shares { units.append("\(own)-share-\(share.tag)") }
    if tpm { units.append(own + "-tpm") }
    if backup != nil { units.append(own + HostNames.backupSuffix) }
    if replication != nil { units.append(own + HostNames.replicationSuffix) }
    return units
  }
}
