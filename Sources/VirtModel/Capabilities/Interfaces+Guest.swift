import NixAST

// Settings of cards that guests apply themselves, because no server on the network provides them.
extension Interfaces {
  /// cloud-init's network configuration, in a guest's paragraph.
  static let cloudInitAttribute = "networkConfig"

  static func configure(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    switch guest.configurator {
    case nil: break
    case .nixOS:
      for (index, settings) in settings(guest, on: host).enumerated() {
        guard let settings else { continue }
        // systemd.system-credentials(7), from systemd 256: systemd-network-generator makes it a file of
        // networkd. 05: before the files of the guest's own configuration.
        let file = QEMU.escaped(settings.networkFile)
        paragraph.device(
          "-smbios",
          "type=11,value=io.systemd.credential:network.network.05-nixvirt-\(index)=\(file)")
      }
    case .cloudInit:
      if let configuration = cloudInit(guest, on: host) {
        paragraph.set(cloudInitAttribute, configuration)
      }
    }
  }

  /// The settings of each card; nil for a card that servers on its network configure.
  private static func settings(_ guest: Guest, on host: Host) -> [CardSettings?] {
    guest.interfaces.map { card in
      network(card.network, on: host).flatMap { CardSettings(card, on: $0) }
    }
  }

  /// cloud-init's network configuration, version 2. Without one, cloud-init asks for an address on the
  /// first card, and leaves the others alone.
  private static func cloudInit(_ guest: Guest, on host: Host) -> Expr? {
    let settings = settings(guest, on: host)
    guard guest.interfaces.count > 1 || settings.contains(where: { $0 != nil }) else { return nil }
    return .set {
      "version" => 2
      "ethernets"
        => .set {
          for (index, card) in guest.interfaces.enumerated() {
            Attrpath("eth\(index)")
              => cloudInit(card, settings[index], index, network(card.network, on: host))
          }
        }
    }
  }

  private static func routes(_ settings: CardSettings) -> [Expr] {
    func route(_ target: String, _ router: String) -> Expr {
      .set {
        "to" => .str(target)
        "via" => .str(router)
      }
    }
    var routes: [Expr] = []
    if let gateway = settings.gateway { routes.append(route("0.0.0.0/0", gateway.description)) }
    if let gateway = settings.gateway6 {
      // Both halves: two of cloud-init's writers make a network of 64 bits out of ::/0.
      routes += ["::/1", "8000::/1"].map { route($0, gateway.description) }
    }
    return routes
  }

  private static func cloudInit(
    _ card: Guest.Interface, _ settings: CardSettings?, _ index: Int, _ network: Network?
  ) -> Expr {
    .set {
      "match.macaddress" => .str(card.mac.description)
      // Not all of cloud-init's writers match by the address: all know names.
      "set-name" => .str("eth\(index)")
      if let settings {
        if settings.address == nil { "dhcp4" => true }
        "addresses" => .list(settings.addresses.map { .str($0) })
        let routes = routes(settings)
        if !routes.isEmpty { "routes" => .list(routes) }
        if settings.address6 != nil { "accept-ra" => false }
        if !settings.nameservers.isEmpty {
          "nameservers.addresses" => .list(settings.nameservers.map { .str($0.description) })
        }
      } else if let network, !network.isIsolated {
        "dhcp4" => true
        if network.hasDHCP6 { "dhcp6" => true }
      }
      // Nothing waits for a card without a network behind it.
      "optional" => true
    }
  }
}

extension Network {
  /// Whether the host gives IPv6 addresses.
  var hasDHCP6: Bool {
    if case .nat(let nat) = connection { nat.subnet6 != nil } else { false }
  }
}
