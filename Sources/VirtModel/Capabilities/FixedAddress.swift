import NixAST

/// The address that a guest configures itself with, because no DHCP server of the host assigns it.
struct FixedAddress: Equatable {
  let interface: IPv4Interface
  let gateway: IPv4Address?
  let nameservers: [IPAddress]

  /// The configuration of a card; nil if the card has no fixed address, if DHCP assigns it, or if the
  /// guest's system is not configured by nixvirt.
  init?(_ card: Guest.Interface, of guest: Guest, on network: Network) {
    guard let address = card.address, guest.rootDisk.isConfigured, !network.assignsAddresses,
      let length = card.prefixLength ?? network.subnet?.prefixLength
    else { return nil }
    interface = IPv4Interface(address, length)
    if case .nat(let nat) = network.connection {
      gateway = card.gateway ?? nat.address.address
    } else {
      gateway = card.gateway
    }
    nameservers = card.nameservers
  }

  /// Attributes of the card in a module. The prefix length distinguishes an address that the guest is
  /// configured with.
  @BindingBuilder var attributes: [Binding] {
    "address" => .str(interface.description)
    if let gateway { "gateway" => .str(gateway.description) }
    if !nameservers.isEmpty { "nameservers" => .list(nameservers.map { .str($0.description) }) }
  }
}

extension Network {
  /// Whether the host assigns addresses by DHCP.
  var assignsAddresses: Bool {
    if case .nat(let nat) = connection { nat.dhcp != nil } else { false }
  }

  /// The IPv4 network, if it is known.
  var subnet: IPv4Subnet? {
    if case .nat(let nat) = connection { nat.subnet } else { fixedHostAddress?.subnet }
  }
}

extension Guest.RootDisk {
  /// Whether nixvirt hands the system a configuration at its start.
  var isConfigured: Bool {
    switch self {
    case .nixos, .store, .image: true
    case .iso, .blank, .existing: false
    }
  }
}

// The module's code for guests that configure themselves.
extension FixedAddress {
  private static let trait = "fixed"

  /// Counts guests by whether a card has an address that the guest is configured with.
  static var countedAttribute: CountedAttribute {
    CountedAttribute("interfaces") { value in
      guard case .list(let cards) = value else { return [] }
      return cards.elements.contains { isFixed($0.expr) } ? [trait] : []
    }
  }

  private static func isFixed(_ card: Expr) -> Bool {
    guard case .attrSet(let set) = card else { return false }
    return set.bindings.contains { binding in
      guard case .attr(let attr) = binding, attr.path.first.fixed == "address" else { return false }
      return attr.value.plainText?.contains("/") ?? false
    }
  }

  /// Whether a guest of the module has such an address.
  static func isUsed(_ use: ModuleUse) -> Bool { use.has("interfaces", trait) }

  /// Functions that the drives of guests are made with.
  @BindingBuilder static var functions: [Binding] {
    ("isFixed"
      => .lambda(
        "nic", body: Nix.lib["hasInfix"]("/", .select(Select(Nix.nic, "address", default: "")))))
      .commented("Whether the guest configures the card itself.").spaced()
  }

  static var isFixedFunction: Expr { .variable("isFixed") }

  // MARK: - NixOS

  /// A file for systemd-networkd for each card, systemd.network(5).
  static var networkdFiles: Expr {
    let file: Expr = Nix.lib["nameValuePair"](
      "40-\(Nix.nic["tap"]).network",
      Nix.pkgs["writeText"]("nic.network", .string(Str(networkdFile.parts, form: .indented))))
    return Nix.lib["listToAttrs"](
      Expr.variable("map")(
        .lambda("nic", body: file), Nix.lib["filter"](isFixedFunction, Nix.guest["interfaces"])))
  }

  private static var networkdFile: Str {
    let gateway = Nix.lib["optionalString"](
      .hasAttr(HasAttr(Nix.nic, "gateway")), "Gateway=\(Nix.nic["gateway"])\n")
    let servers = Nix.lib["concatMapStrings"](
      .lambda("server", body: "DNS=\(Expr.variable("server"))\n"),
      .select(Select(Nix.nic, "nameservers", default: [])))
    return """
      [Match]
      MACAddress=\(Nix.nic["mac"])

      [Network]
      Address=\(Nix.nic["address"])
      \(gateway)\(servers)
      """
  }

  /// NixOS options of a guest that reads these files from the drive.
  @BindingBuilder static var options: [Binding] {
    Nix.nested("networking") { "useNetworkd" => true }
    ("systemd.network.wait-online.anyInterface" => true)
    ("systemd.services.nixvirt-network"
      => .set {
        "description" => "Read fixed addresses from the host's drive"
        "wantedBy" => ["systemd-networkd.service"]
        "before" => ["systemd-networkd.service"]
        "unitConfig"
          => .set {
            "DefaultDependencies" => false
            "RequiresMountsFor" => .str(GuestBase.keysDirectory)
          }
        "serviceConfig.Type" => "oneshot"
        "script"
          => .string(
            Str(
              """
              for file in \(GuestBase.keysDirectory)/*.network; do
                [ ! -e "$file" ] || install -D -m 0644 -t /run/systemd/network "$file"
              done

              """, form: .indented))
      })
  }

  // MARK: - cloud-init

  /// cloud-init's network configuration, version 2. It has all cards, because cloud-init configures no
  /// others, and names them: not all of its renderers match by MAC address.
  static var cloudNetwork: Expr {
    let other: Expr = .set { "dhcp4" => true }
    let servers: Expr = .set { "nameservers.addresses" => Nix.nic["nameservers"] }
    let route: Expr = .set {
      "to" => "0.0.0.0/0"
      "via" => Nix.nic["gateway"]
    }
    let fixed = Nix.join(
      [
        .set { "addresses" => [Nix.nic["address"]] },
        Nix.lib["optionalAttrs"](
          .hasAttr(HasAttr(Nix.nic, "gateway")), .set { "routes" => [route] }),
        Nix.lib["optionalAttrs"](.hasAttr(HasAttr(Nix.nic, "nameservers")), servers),
      ], .update)
    let name: Expr = "eth\(Expr.variable("toString")(.variable("n")))"
    let card = Nix.lib["nameValuePair"](
      name,
      .op(
        .set {
          "match.macaddress" => Nix.nic["mac"]
          "set-name" => name
        }, .update,
        .ifElse(isFixedFunction(Nix.nic), then: fixed, else: other)))
    return .set {
      "version" => 2
      "ethernets"
        => Nix.lib["listToAttrs"](
          Nix.lib["imap0"](
            .lambda("n", body: .lambda("nic", body: card)), Nix.guest["interfaces"]))
    }
  }

  /// Whether a guest has such an address, in the module.
  static var guestIsFixed: Expr { Nix.lib["any"](isFixedFunction, Nix.guest["interfaces"]) }
}
