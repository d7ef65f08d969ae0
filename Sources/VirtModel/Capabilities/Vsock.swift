import NixAST

/// A guest's socket to its host, without a network: vsock(7).
public enum Vsock: GuestCapability {
  /// Whether there is one.
  public static let key = DefaultedKey(
    "vsock", .bool, default: false,
    "Whether the guest has a vsock device: `nixvirt-guest ssh` then reaches it without a network, if"
      + " it has systemd 256 or newer and OpenSSH. `ready` adds the device, too. The guest can"
      + " connect to vsock services of the host.")

  /// The number of the guest in its paragraph.
  static let attribute = "contextID"

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute(attribute, implies: true)] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    guard let id = guest.guest.contextID else { return }
    let place = guest.given.place(of: key) ?? guest.given.place(of: Ready.key)
    claims.add("\(id)", .context, of: guest, at: place)
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    attribute.name == Self.attribute && importer.isGenerated
      ? [ImportedKey("vsock", true, isComplete: true)] : nil
  }
}

extension Guest {
  /// The number that names it among the machines with sockets over vsock; nil if it has none. It is also
  /// the host's port on which a guest with `ready` reports that it is up.
  public var contextID: UInt32? {
    values[Vsock.key] || ready ? Derived.contextID(guest: name) : nil
  }
}

// MARK: - In the module

extension Vsock {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let id = guest.contextID else { return }
    paragraph.set(attribute, .int(Int64(id)))
    paragraph.device(
      "-device", "vhost-vsock-pci,guest-cid=\(id),\(HardwarePlan.address(.socket).properties)")
    paragraph.service.devices.add("/dev/vhost-vsock rw", at: .sockets)
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    if guests.contains(where: { $0.contextID != nil }) {
      options.kernelModules.append("vhost_vsock")
    }
  }
}
