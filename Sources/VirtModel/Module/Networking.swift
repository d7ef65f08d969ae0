import NixAST

extension Host {
  /// The bridges, the tap interfaces and the addresses of the host.
  @BindingBuilder func networking(_ features: Features) -> [Binding] {
    if accelerator == .kvm, !guests.isEmpty { "boot.kernelModules" => ["vhost_net"] }
    if !networks.isEmpty || !guests.isEmpty {
      ("networking"
        => .set {
          if !networks.isEmpty {
            "bridges"
              => .set {
                for network in networks {
                  Attrpath(network.bridge.description, "interfaces") => ports(of: network)
                }
              }
          }
          "interfaces" => interfaces
        }).spaced()
    }
  }

  /// What the bridges and taps need besides, by the program that configures the host's network.
  func networkUnits() -> [Binding] {
    guard !guests.isEmpty else { return [] }
    return [
      ("systemd.network.networks"
        => Nix.lib["mkIf"](
          Nix.usesNetworkd,
          Nix.lib["listToAttrs"](
            Expr.variable("map")(
              .lambda(
                "nic",
                body: Nix.lib["nameValuePair"](
                  "40-\(Nix.nic["tap"])", .set { "linkConfig.RequiredForOnline" => "no" })),
              .variable("nics")))))
        .commented("A tap has no carrier before its guest runs: the host must not wait for it.")
        .spaced()
    ]
  }

  private func ports(of network: Network) -> Expr {
    let uplink: Expr =
      if case .lan(let lan) = network.connection { [.str(lan.uplink.description)] } else { [] }
    let isUsed = guests.contains { $0.interfaces.contains { $0.network == network.name } }
    guard isUsed else { return uplink }
    let taps = Nix.lib["optionals"](
      Nix.usesNetworkd, Expr.variable("tapsOn")(.str(network.bridge.description)))
    if case .list(let list) = uplink, list.elements.isEmpty { return taps }
    return .op(uplink, .concat, taps)
  }

  private var interfaces: Expr {
    let hosts: Expr = .set {
      for network in networks {
        if case .lan(let lan) = network.connection {
          Attrpath(lan.uplink.description, "useDHCP") => false
        }
        hostAddress(on: network)
      }
    }
    guard !guests.isEmpty else { return hosts }
    let tap: Expr = .set {
      "virtual" => true
      "virtualType" => "tap"
      "virtualOwner" => Nix.nic["user"]
      "useDHCP" => false
    }
    let taps = Nix.lib["listToAttrs"](
      Expr.variable("map")(
        .lambda("nic", body: Nix.lib["nameValuePair"](Nix.nic["tap"], tap)), .variable("nics")))
    return networks.isEmpty ? taps : .op(hosts, .update, taps)
  }

  private func hostAddress(on network: Network) -> [Binding] {
    let bridge = network.bridge.description
    var bindings: [Binding] = []
    switch network.connection {
    case .lan(let lan):
      switch lan.address {
      case .dhcp: bindings.append(Attrpath(bridge, "useDHCP") => true)
      case .none: bindings.append(Attrpath(bridge, "useDHCP") => false)
      case .fixed(let address): bindings += fixed(address, bridge)
      }
    case .isolated(let address?): bindings += fixed(address, bridge)
    case .isolated, .nat: bindings.append(Attrpath(bridge, "useDHCP") => false)
    }
    if let mtu = network.mtu { bindings.append(Attrpath(bridge, "mtu") => .int(Int64(mtu))) }
    return bindings
  }

  private func fixed(_ interface: IPv4Interface, _ bridge: String) -> [Binding] {
    [
      Attrpath(bridge, "useDHCP") => false,
      Attrpath(bridge, "ipv4", "addresses") => [
        .set {
          "address" => .str(interface.address.description)
          "prefixLength" => .int(Int64(interface.prefixLength))
        }
      ],
    ]
  }

  /// The network cards of all guests, each with its guest's user.
  func networkCards() -> [Binding] {
    [
      ("nics"
        => Nix.lib["concatMap"](
          .lambda(
            "guest",
            body: Expr.variable("map")(
              .lambda(
                "nic", body: .op(Nix.nic, .update, .set { .inherit("user", from: Nix.guest) })),
              Nix.guest["interfaces"])),
          Nix.lib["attrValues"](Nix.guests))).spaced(),
      "tapsOn"
        => .lambda(
          "bridge",
          body: Expr.variable("map")(
            .lambda("nic", body: Nix.nic["tap"]),
            Nix.lib["filter"](
              .lambda("nic", body: .op(Nix.nic["bridge"], .equal, .variable("bridge"))),
              .variable("nics")))),
    ]
  }
}
