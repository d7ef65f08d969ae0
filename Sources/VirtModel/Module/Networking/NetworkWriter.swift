import NixAST

/// Writes the networks of a host.
struct NetworkWriter {
  let networks: [Network]
  let guests: [Guest]

  init(_ host: Host) {
    networks = host.networks
    guests = host.guests
  }

  /// The bridges, the tap interfaces and the addresses of the host.
  @BindingBuilder var options: [Binding] {
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
          vlans
          translation
          firewall
        }).spaced()
    }
  }

  /// What the bridges and taps need besides, if networkd configures the host's network.
  var networkdUnits: [Binding] {
    guard !guests.isEmpty else { return [] }
    let taps = Nix.lib["listToAttrs"](
      Expr.variable("map")(
        .lambda(
          "nic",
          body: Nix.lib["nameValuePair"](
            "40-\(Nix.nic["tap"])", .set { "linkConfig.RequiredForOnline" => "no" })),
        .variable("nics")))
    let bridges: Expr = .set {
      for network in networks where !network.isLAN {
        Attrpath("40-\(network.bridge)")
          => .set {
            "linkConfig.RequiredForOnline" => "no"
            "networkConfig.ConfigureWithoutCarrier" => true
          }
      }
    }
    return [
      ("systemd.network.networks"
        => Nix.lib["mkIf"](
          Nix.usesNetworkd,
          networks.allSatisfy(\.isLAN) ? taps : .op(bridges, .update, taps)))
        .commented(
          networks.allSatisfy(\.isLAN)
            ? "A tap has no carrier before its guest runs: the host must not wait for it."
            : "Taps have no carrier before their guests run, nor has a bridge of taps alone: the host\n"
              + "must not wait for it."
        ).spaced()
    ]
  }

  private func ports(of network: Network) -> Expr {
    let uplink: Expr =
      if case .lan(let lan) = network.connection { [.str(lan.port.description)] } else { [] }
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
          Attrpath(lan.port.description, "useDHCP") => false
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

  private func hostAddress(on network: Network) -> Binding {
    Nix.nested(Attrpath(network.bridge.description)) {
      switch network.hostAddress {
      case .dhcp: "useDHCP" => true
      case .none: "useDHCP" => false
      case .fixed(let interface):
        "useDHCP" => false
        "ipv4.addresses" => [
          .set {
            "address" => .str(interface.address.description)
            "prefixLength" => .int(Int64(interface.prefixLength))
          }
        ]
      }
      if let mtu = network.mtu { "mtu" => .int(Int64(mtu)) }
    }
  }

  /// The network cards of all guests, each with its guest's user.
  var cards: [Binding] {
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
