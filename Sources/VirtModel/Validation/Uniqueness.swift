import NixAST

/// Finds what may be used once on a host and is used twice.
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
    var uses: [(value: String, use: Use)] = []
  }

  private var macs = Kind(id: "duplicate-mac", noun: "the MAC address")
  private var interfaces = Kind(id: "duplicate-interface", noun: "the interface")
  private var displays = Kind(id: "duplicate-vnc-display", noun: "the VNC display")
  private var disks = Kind(id: "duplicate-disk-path", noun: "the disk")
  private var devices = Kind(id: "duplicate-device", noun: "the device")
  private var users = Kind(id: "derived-name-collision", noun: "the user name")
  private var units = Kind(id: "derived-name-collision", noun: "the unit")
  private var contexts = Kind(id: "derived-name-collision", noun: "the vsock number")

  mutating func claim(_ networks: [Resolved<Network>]) {
    for network in networks {
      let owner = "the network \(network.value.name)"
      interfaces.uses.append(
        (
          network.value.bridge.description,
          Use(
            owner: "the bridge of \(owner)", range: network.places["bridge"] ?? network.range,
            key: network.places["bridge"] == nil ? "networks.\(network.value.name).bridge" : nil)
        ))
      guard case .lan(let lan) = network.value.connection else { continue }
      interfaces.uses.append(
        (
          lan.port.description,
          Use(owner: "the uplink of \(owner)", range: network.places["uplink"] ?? network.range)
        )
      )
    }
  }

  mutating func claim(_ resolved: ResolvedGuest) {
    let owner = "the guest \(resolved.name.value)"
    let described = resolved.described
    func use(_ range: SourceRange?, key: String? = nil) -> Use {
      Use(owner: owner, range: range ?? resolved.name.range, key: key)
    }
    for (index, interface) in resolved.guest.interfaces.enumerated() {
      let given = Self.card(described, index)
      var prefix: String {
        "\(resolved.path)." + (described.interfaces == nil ? "" : "interfaces[\(index)].")
      }
      macs.uses.append(
        (
          interface.mac.description,
          use(given.mac?.range, key: given.mac == nil ? "\(prefix)mac" : nil)
        ))
      let tapKey = described.interfaces == nil ? "netDevice" : "tap"
      interfaces.uses.append(
        (
          interface.tap.description,
          use(given.tap?.range, key: given.tap == nil ? "\(prefix)\(tapKey)" : nil)
        ))
    }
    if let display = resolved.guest.vncDisplay {
      displays.uses.append((Self.identity(of: display), use(described.vncDisplay?.range)))
    }
    for disk in described.disks {
      guard let path = disk.content.path, disk.content.readOnly?.value != true else { continue }
      disks.uses.append((path.value.description, use(path.range)))
    }
    for device in described.pci {
      devices.uses.append((device.value.description, use(device.range)))
    }
    for device in described.usb {
      devices.uses.append((device.value.description, use(device.range)))
    }
    users.uses.append((resolved.guest.user.description, use(nil)))
    units.uses += resolved.guest.units.map { ($0, use(nil)) }
    if resolved.guest.ready {
      contexts.uses.append(("\(resolved.guest.contextID)", use(described.ready?.range)))
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

  func report(_ findings: inout Findings) {
    for kind in [macs, interfaces, displays, disks, devices, users, units, contexts] {
      // Nearly always nothing is used twice.
      guard Set(kind.uses.lazy.map(\.value)).count < kind.uses.count else { continue }
      let takenDisplays = Set(displays.uses.map(\.value))
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
    case "derived-name-collision": return "give one of them another name"
    default: return "give each its own"
    }
  }
}
