import NixAST

/// Finds what may be used once on a host and is used twice.
///
/// Nearly always there is no such thing: a first look remembers a hash of each value, and only where
/// one comes again is everything looked at once more, with who uses it.
struct Uniqueness {
  /// Something that uses a value, and where that is said.
  private struct Use {
    var owner: String
    var range: SourceRange?
    /// The key to set where the value was derived; nil where it was given.
    var key: String?
  }

  private struct Kind {
    var id: String
    var noun: String
    var hashes: [UInt64] = []
    var uses: [(value: String, use: Use)] = []

    mutating func add(_ value: String, _ use: Use?) {
      if let use { uses.append((value, use)) } else { hashes.append(value.fnv1a) }
    }
  }

  private let isFirstLook: Bool
  private var macs = Kind(id: "duplicate-mac", noun: "the MAC address")
  private var interfaces = Kind(id: "duplicate-interface", noun: "the interface")
  private var displays = Kind(id: "duplicate-vnc-display", noun: "the VNC display")
  private var disks = Kind(id: "duplicate-disk-path", noun: "the disk")
  private var devices = Kind(id: "duplicate-device", noun: "the device")
  private var users = Kind(id: "derived-name-collision", noun: "the user name")
  private var units = Kind(id: "derived-name-collision", noun: "the unit")
  private var contexts = Kind(id: "derived-name-collision", noun: "the vsock number")

  /// - Parameter isFirstLook: whether users are not remembered, so that they cannot be told.
  init(isFirstLook: Bool) {
    self.isFirstLook = isFirstLook
    // A host may be a virtual machine itself.
    units.add(
      "qemu-guest-agent", use("the host's QEMU guest agent (services.qemuGuest)", nil))
  }

  /// Who uses something; nil in a first look.
  private func use(
    _ owner: @autoclosure () -> String, _ range: SourceRange?,
    key: @autoclosure () -> String? = nil
  ) -> Use? {
    isFirstLook ? nil : Use(owner: owner(), range: range, key: key())
  }

  mutating func claim(_ networks: [Resolved<Network>]) {
    for network in networks {
      let owner = "the network \(network.value.name)"
      let bridge = network.places["bridge"]
      interfaces.add(
        network.value.bridge.description,
        use(
          "the bridge of \(owner)", bridge ?? network.range,
          key: bridge == nil ? "networks.\(network.value.name).bridge" : nil))
      guard case .lan(let lan) = network.value.connection else { continue }
      interfaces.add(
        lan.port.description,
        use("the uplink of \(owner)", network.places["uplink"] ?? network.range))
    }
  }

  mutating func claim(_ resolved: ResolvedGuest) {
    let described = resolved.described
    func use(_ range: SourceRange?, key: @autoclosure () -> String? = nil) -> Use? {
      self.use("the guest \(resolved.name.value)", range ?? resolved.name.range, key: key())
    }
    for (index, interface) in resolved.guest.interfaces.enumerated() {
      let given = Self.card(described, index)
      var prefix: String {
        "\(resolved.path)." + (described.interfaces == nil ? "" : "interfaces[\(index)].")
      }
      macs.add(
        interface.mac.description,
        use(given.mac?.range, key: given.mac == nil ? "\(prefix)mac" : nil))
      let tapKey = described.interfaces == nil ? "netDevice" : "tap"
      interfaces.add(
        interface.tap.description,
        use(given.tap?.range, key: given.tap == nil ? "\(prefix)\(tapKey)" : nil))
    }
    if let display = resolved.guest.vncDisplay {
      displays.add(Self.identity(of: display), use(described.vncDisplay?.range))
    }
    for disk in described.disks {
      guard let path = disk.content.path, disk.content.readOnly?.value != true else { continue }
      disks.add(path.value.description, use(path.range))
    }
    for device in described.pci { devices.add(device.value.description, use(device.range)) }
    for device in described.usb { devices.add(device.value.description, use(device.range)) }
    users.add(resolved.guest.user.description, use(nil))
    for unit in resolved.guest.units { units.add(unit, use(nil)) }
    if resolved.guest.ready {
      contexts.add("\(resolved.guest.contextID)", use(described.ready?.range))
    }
  }

  /// What is said about a network card.
  static func card(_ guest: GuestDescription, _ index: Int) -> InterfaceDescription {
    if let cards = guest.interfaces?.value, index < cards.count { return cards[index].value }
    var card = InterfaceDescription()
    card.mac = guest.mac
    card.tap = guest.netDevice
    return card
  }

  /// A port is one thing on every address that is not written out.
  private static func identity(of display: VNCDisplay) -> String {
    switch display {
    case .tcp(_, let display): "\(display)"
    case .unix(let path): "unix:\(path)"
    }
  }

  private var kinds: [Kind] {
    [macs, interfaces, displays, disks, devices, users, units, contexts]
  }

  /// Whether anything seems to be used twice, after a first look.
  var isSuspicious: Bool { kinds.contains { Set($0.hashes).count < $0.hashes.count } }

  func report(_ findings: inout Findings) {
    let takenDisplays = Set(displays.uses.map(\.value))
    for kind in kinds {
      var first: [String: Use] = [:]
      for (value, use) in kind.uses {
        guard let earlier = first[value] else {
          first[value] = use
          continue
        }
        findings.report(
          .usedTwice(
            use.key == nil && earlier.key == nil ? kind.id : Self.id(kind, use, earlier),
            "\(kind.noun) \(value)", by: use.owner, and: earlier.owner,
            at: use.range ?? SourceRange(0..<0), first: earlier.range,
            suggestion: Self.suggestion(kind.id, use, earlier, takenDisplays)))
      }
    }
  }

  private static func id(_ kind: Kind, _ use: Use, _ earlier: Use) -> String {
    use.key != nil && earlier.key != nil ? "derived-name-collision" : kind.id
  }

  private static func suggestion(
    _ id: String, _ use: Use, _ earlier: Use, _ displays: Set<String>
  ) -> String {
    if let key = use.key ?? earlier.key { return "set \(key)" }
    switch id {
    case "duplicate-vnc-display":
      let free = (0...VNCDisplay.maximumDisplay).first { !displays.contains("\($0)") } ?? 0
      return "the next free one is \"localhost:\(free)\""
    case "duplicate-mac": return "remove it: every guest gets a MAC address of its own"
    case "derived-name-collision": return "give the guest another name"
    default: return "give each its own"
    }
  }
}
