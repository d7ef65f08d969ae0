import NixAST

// Options of the host's network.
extension NetworkWriter {
  /// Bridges, addresses, and what the host's firewall has to let pass.
  @BindingBuilder var options: [Binding] {
    if !own.isEmpty {
      ("networking"
        => .set {
          "bridges"
            => .set {
              for network in own {
                Attrpath(network.bridge.description, "interfaces") => ports(of: network)
              }
            }
          "interfaces" => interfaces
          vlans
          hosts
          firewall
          managers
        }).spaced()
    } else if hasTaps {
      Nix.nested("networking") { managers }
    }
    sshAssertion
  }

  /// The ports of the host's SSH server are options of the host. Forwarded to a guest, they would lock out who
  /// works on it.
  @BindingBuilder private var sshAssertion: [Binding] {
    let ranges = networks.compactMap { network -> [PortRange]? in
      guard case .nat(let nat) = network.connection else { return nil }
      return nat.forwards.filter { $0.transport == .tcp }.map(\.ports)
    }.flatMap(\.self)
    if !ranges.isEmpty {
      let port = Expr.variable("port")
      let isFree = ranges.map { range -> Expr in
        let first = Expr.int(Int64(range.first))
        if range.first == range.last { return .op(port, .notEqual, first) }
        return .op(
          .op(port, .less, first), .or, .op(port, .greater, .int(Int64(range.last))))
      }
      let all = isFree.dropFirst().reduce(isFree[0]) { .op($0, .and, $1) }
      let ssh = Nix.config["services.openssh"]
      ("assertions"
        => [
          .set {
            "assertion"
              => .op(
                .unary(UnaryOperation(.not, ssh["enable"])), .or,
                Expr.variable("builtins")["all"](.lambda("port", body: all), ssh["ports"]))
            "message"
              => .str(
                "nixvirt: nat.forwards takes a port of services.openssh.ports, so that nobody could log in to"
                  + " this host: use another port in one of them.")
          }
        ]).spaced()
    }
  }

  /// Under scripted networking a card joins its bridge by itself, see `networkServices`.
  private func ports(of network: Network) -> Expr {
    guard case .lan(let lan) = network.connection else { return [] }
    return Nix.lib["optional"](Nix.usesNetworkd, .str(lan.port.description))
  }

  private var interfaces: Expr {
    .set {
      for network in own {
        if case .lan(let lan) = network.connection {
          Nix.nested(Attrpath(lan.port.description)) {
            "useDHCP" => false
            if let mtu = network.mtu { "mtu" => .int(Int64(mtu)) }
          }
        }
        hostAddress(on: network)
      }
      for (card, mtu) in parents {
        Nix.nested(Attrpath(card.description)) { "mtu" => .int(Int64(mtu)) }
      }
    }
  }

  /// The cards of VLANs that are not ports themselves: they carry packets as large as their VLANs'.
  private var parents: [(InterfaceName, Int)] {
    var parents: [InterfaceName: Int] = [:]
    for (lan, network) in uplinks where lan.vlan != nil {
      guard let mtu = network.mtu, !uplinks.contains(where: { $0.lan.port == lan.uplink }) else {
        continue
      }
      parents[lan.uplink] = max(mtu, parents[lan.uplink] ?? 0)
    }
    return parents.sorted { $0.key < $1.key }
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
      if case .nat(let nat) = network.connection, let address = nat.address6 {
        "ipv6.addresses" => [
          .set {
            "address" => .str(address.description)
            "prefixLength" => 64
          }
        ]
      }
      if !network.isLAN { "macAddress" => .str(network.bridgeMAC.description) }
      if let mtu = network.mtu { "mtu" => .int(Int64(mtu)) }
    }
  }

  @BindingBuilder private var vlans: [Binding] {
    let tagged = uplinks.filter { $0.lan.vlan != nil }
    if !tagged.isEmpty {
      Nix.nested("vlans") {
        for (lan, _) in tagged {
          if let vlan = lan.vlan {
            Attrpath(lan.port.description)
              => .set {
                "id" => .int(Int64(vlan))
                "interface" => .str(lan.uplink.description)
              }
          }
        }
      }
    }
  }

  /// Guests may ask the host for addresses and names. What else the filter lets pass, the host's
  /// firewall does too, where it looks at forwarded packets.
  @BindingBuilder private var firewall: [Binding] {
    let exemptions = FirewallExemptions(filtered)
    Nix.nested("firewall") {
      if !served.isEmpty {
        "interfaces"
          => .set {
            for (_, _, network) in served {
              Attrpath(network.bridge.description)
                => .set {
                  "allowedTCPPorts" => [53]
                  "allowedUDPPorts" => network.hasDHCP6 ? [53, 67, 547] : [53, 67]
                }
            }
          }
      }
      ("extraForwardRules" => .string(lines(exemptions.forward)))
        .commented(
          "nixvirt's filter has already decided. These rules matter with filterForward, and with\n"
            + "br_netfilter (Docker, Incus), which passes frames within a bridge to the firewall.")
      if !exemptions.reversePath.isEmpty {
        "extraReversePathFilterRules" => .string(lines(exemptions.reversePath))
        "extraCommands"
          => Nix.lib["mkIf"](
            .unary(UnaryOperation(.not, Nix.config["networking.nftables.enable"])),
            .string(
              lines(
                exemptions.iptablesReversePath.map { condition in
                  "ip46tables -t mangle -I nixos-fw-rpfilter \(condition.joined(separator: " "))"
                    + " -j RETURN 2>/dev/null || true"
                })))
      }
    }
  }

  @BindingBuilder private var managers: [Binding] {
    let bridges = own.map { Expr.str("interface-name:\($0.bridge)") }
    let taps = Expr.variable("map")(
      .lambda("nic", body: "interface-name:\(Nix.nic["tap"])"), .variable("nics"))
    "networkmanager.unmanaged"
      => Nix.concat((bridges.isEmpty ? [] : [.list(bridges)]) + (hasTaps ? [taps] : []))
    "nftables.extraDeletions" => .string(lines(["include \"/etc/nixvirt/*.nft\""]))
  }

  private func lines(_ lines: [String]) -> Str {
    var text = Str(lines.joined(separator: "\n") + "\n")
    text.form = .indented
    return text
  }

  /// The kernel's settings.
  var kernelSettings: [Binding] {
    var settings: [Binding] = []
    if !translated.isEmpty {
      for place in ["all", "default"] {
        settings.append(
          Attrpath("net.ipv4.conf.\(place).forwarding") => Nix.lib["mkOverride"](97, true))
      }
    }
    if own.contains(where: \.hasDHCP6) {
      settings.append(
        (Attrpath(AttrName("net.ipv6.conf.all.forwarding"))
          => Nix.lib["mkOverride"](97, true)).commented(
            "A host that forwards ignores router advertisements, unless this is 2."))
      for place in ["all", "default"] {
        settings.append(
          Attrpath("net.ipv6.conf.\(place).accept_ra") => Nix.lib["mkOverride"](97, 2))
      }
    }
    for network in own where !network.isLAN || !network.hasHostAddress {
      // Slashes, because the name of an interface may have dots: sysctl.d(5).
      let place = "net/ipv6/conf/\(network.bridge)"
      settings.append(Attrpath(AttrName("\(place)/accept_ra")) => false)
      if !network.hasDHCP6 { settings.append(Attrpath(AttrName("\(place)/disable_ipv6")) => true) }
    }
    return settings
  }

  /// Files of networkd and udev.
  @BindingBuilder var units: [Binding] {
    if !uplinks.isEmpty {
      let links: Expr = .set {
        for (_, network) in uplinks {
          Attrpath("40-\(network.bridge)")
            => .set {
              "matchConfig.OriginalName" => .str(network.bridge.description)
              "linkConfig.MACAddressPolicy" => "none"
            }
        }
      }
      ("systemd.network.links" => links)
        .commented("The bridge keeps the MAC address of its network card.").spaced()
    }
    if !uplinks.isEmpty {
      ("systemd.network.netdevs"
        => Nix.lib["mkIf"](
          Nix.usesNetworkd,
          .set {
            for (_, network) in uplinks {
              // NixOS takes no such word in the option of its own.
              Attrpath("40-\(network.bridge)", "extraConfig") => "[NetDev]\nMACAddress=none\n"
            }
          })).spaced()
    }
    if !own.isEmpty || hasTaps {
      ("systemd.network.networks" => Nix.lib["mkIf"](Nix.usesNetworkd, networkFiles))
        .commented(
          "05: sorts before files of the host that match by type or pattern. The host takes no\n"
            + "addresses from guests, and does not wait for bridges without a carrier."
        ).spaced()
    }
  }

  private var networkFiles: Expr {
    let files: Expr = .set {
      for (lan, network) in uplinks {
        Attrpath("05-\(lan.port)")
          => .set {
            "matchConfig.Name" => .str(lan.port.description)
            "networkConfig"
              => .set {
                "Bridge" => .str(network.bridge.description)
                "LinkLocalAddressing" => false
                "IPv6AcceptRA" => false
              }
            let vlans = uplinks.filter { $0.lan.uplink == lan.port && $0.lan.vlan != nil }
            if !vlans.isEmpty { "vlan" => .list(vlans.map { .str($0.lan.port.description) }) }
            if let mtu = network.mtu { "linkConfig.MTUBytes" => .str("\(mtu)") }
          }
      }
      for (_, nat, network) in served {
        Attrpath("40-\(network.bridge)") => servedFile(nat, network)
      }
      if hasTaps {
        "05-guests"
          => .set {
            "matchConfig.Name"
              => Nix.lib["concatMapStringsSep"](
                " ", .lambda("nic", body: Nix.nic["tap"]), .variable("nics"))
            "linkConfig.Unmanaged" => true
          }
      }
    }
    let quiet = own.filter { !$0.isLAN || !$0.hasHostAddress }
    let others = quiet.filter { !$0.servesAddresses }
    guard !others.isEmpty else { return files }
    let names = Expr.list(others.map { .str("40-\($0.bridge)") })
    return .op(files, .update, Nix.lib["genAttrs"](names, .lambda("_", body: .set { quietFile() })))
  }

  /// The file of a bridge without a network card of the host, or on which the host has no address.
  @BindingBuilder func quietFile(_ settings: [Binding] = [], linkLocal: Expr = false) -> [Binding] {
    "linkConfig.RequiredForOnline" => false
    "networkConfig"
      => .set {
        "ConfigureWithoutCarrier" => true
        "LinkLocalAddressing" => linkLocal
        "IPv6AcceptRA" => false
        settings
      }
  }
}
