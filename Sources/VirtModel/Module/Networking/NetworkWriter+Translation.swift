import NixAST

// Networks behind the host's own address.
extension NetworkWriter {
  private var translated: [(network: Network, nat: Network.NAT)] {
    networks.compactMap { network in
      if case .nat(let nat) = network.connection { (network, nat) } else { nil }
    }
  }

  /// The VLANs of network cards.
  @BindingBuilder var vlans: [Binding] {
    let tagged = networks.compactMap { network -> (lan: Network.LAN, vlan: Int)? in
      guard case .lan(let lan) = network.connection, let vlan = lan.vlan else { return nil }
      return (lan, vlan)
    }
    if !tagged.isEmpty {
      Nix.nested("vlans") {
        for (lan, vlan) in tagged {
          Attrpath(lan.port.description)
            => .set {
              "id" => .int(Int64(vlan))
              "interface" => .str(lan.uplink.description)
            }
        }
      }
    }
  }

  /// The host forwards for guests with its own address.
  @BindingBuilder var translation: [Binding] {
    if !translated.isEmpty {
      "nat"
        => .set {
          "enable" => true
          "internalIPs" => .list(translated.map { .str($0.nat.subnet.description) })
          if let external = translated.compactMap(\.nat.externalInterface).first {
            "externalInterface" => .str(external.description)
          }
        }
    }
  }

  /// Guests may ask the host for addresses and names.
  @BindingBuilder var firewall: [Binding] {
    for (network, _) in served {
      Attrpath("firewall", "interfaces", network.bridge.description)
        => .set {
          "allowedTCPPorts" => [53]
          "allowedUDPPorts" => [53, 67]
        }
    }
  }

  private var served: [(network: Network, range: ClosedRange<IPv4Address>)] {
    translated.compactMap { network, nat in nat.dhcp.map { (network, $0) } }
  }

  /// The server that gives guests addresses and names.
  @BindingBuilder var addressServer: [Binding] {
    if !served.isEmpty {
      ("services.dnsmasq"
        => .set {
          "enable" => true
          ("resolveLocalQueries" => Nix.lib["mkDefault"](false))
            .commented("The host looks names up as before.")
          "settings"
            => .set {
              "bind-dynamic" => true
              "except-interface" => Nix.lib["mkDefault"]("lo")
              "interface" => .list(served.map { .str($0.network.bridge.description) })
              "dhcp-range"
                => .list(served.map { .str("\($0.range.lowerBound),\($0.range.upperBound)") })
            }
        }).spaced()
    }
  }
}
