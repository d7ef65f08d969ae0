import NixAST

// Units of the network.
extension NetworkWriter {
  /// The bindings before the module's options: the cards, their units, the filter.
  @BindingBuilder var code: [Binding] {
    if hasTaps {
      ("nics"
        => Nix.lib["concatMap"](
          .lambda("guest", body: Nix.guest["interfaces"]), Nix.lib["attrValues"](Nix.guests)))
        .spaced()
      ("connectGuest"
        => Nix.shellApplication(
          "connect-guest",
          inputs: [Nix.pkgs["coreutils"], Nix.pkgs["iproute2"]], NetworkPrograms.connectGuest))
        .commented(
          """
          connect-guest USER [TAP MAC BRIDGE MTU ISOLATED]...: creates these taps on these bridges, and
          deletes other taps of the user.
          """
        ).spaced()
      ("networkService" => Nix.perGuest(guestNetwork)).commented("The taps of a guest.").spaced()
    }
    scriptedFunctions
    if !networks.isEmpty { filterText }
    if !networks.isEmpty {
      ("networkServices" => networkServices).commented("Services of the networks.").spaced()
    }
  }

  /// The unit that makes the taps of a guest.
  private var guestNetwork: Expr {
    let bridge = Nix.lib["replaceStrings"](["-"], ["\\x2d"], Nix.nic["bridge"])
    let bridges = Expr.variable("map")(
      .lambda("nic", body: "sys-subsystem-net-devices-\(bridge).device"), Nix.guest["interfaces"])
    let mtu: Str =
      networks.contains { $0.mtu != nil }
      ? "\(Expr.variable("toString")(.select(Select(Nix.nic, "mtu", default: 1500))))" : "1500"
    let isIsolated = Expr.select(Select(Nix.nic, "isolated", default: false))
    let isolated: Str =
      networks.contains { $0.allow != nil }
      ? "\(Expr.ifElse(isIsolated, then: "on", else: "off"))" : "off"
    let card: Expr =
      " \(Nix.nic["tap"]) \(Nix.nic["mac"]) \(Nix.nic["bridge"]) \(mtu) \(isolated)"
    let cards = Nix.lib["concatMapStrings"](.lambda("nic", body: card), Nix.guest["interfaces"])
    let program = Nix.guestFile("connect")
    let command: Str = "\(program) \(Nix.guest["user"])\(cards)"
    return .letIn {
      "bridges" => bridges
      "connect" => .string(command)
    } body: {
      .set {
        "description" => "Network of guest \(Nix.name)"
        "requires" => ["\(Self.filterUnit).service"]
        "wants" => .variable("bridges")
        "after" => .op(["\(Self.filterUnit).service"], .concat, .variable("bridges"))
        ("reloadIfChanged" => true).commented("Keep the taps while the guest runs.")
        "enableDefaultPath" => false
        "environment" => .variable("noEnvironment")
        "serviceConfig"
          => .op(
            .variable("hardening"), .update,
            .set {
              "Type" => "oneshot"
              "RemainAfterExit" => true
              "ExecStart" => .variable("connect")
              "ExecReload" => .variable("connect")
              "ExecStopPost" => "\(program) \(Nix.guest["user"])"
              "CapabilityBoundingSet" => "CAP_NET_ADMIN"
              "DeviceAllow" => ["/dev/net/tun rw"]
              "RestrictAddressFamilies" => "AF_INET AF_NETLINK AF_UNIX"
            })
      }
    }
  }

  /// The units that all networks share, and changes to NixOS's own.
  private var networkServices: Expr {
    let own = Expr.set {
      Attrpath(Self.filterUnit) => filterService
      if !served.isEmpty { Attrpath(Self.serverUnit) => serverService }
    }
    var parts = [own]
    if !self.own.isEmpty {
      parts.append(
        Nix.lib["optionalAttrs"](
          Nix.config["virtualisation.docker.enable"],
          .set { Attrpath(Self.dockerUnit) => dockerService }))
      if !served.isEmpty {
        parts.append(
          Nix.lib["optionalAttrs"](
            .op(Nix.usesResolved, .and, .unary(UnaryOperation(.not, Nix.usesNetworkd))),
            .set { Attrpath(Self.namesUnit) => namesService }))
      }
      parts.append(
        Nix.lib["optionalAttrs"](
          .unary(UnaryOperation(.not, Nix.usesNetworkd)), .set { scriptedServices }))
    }
    return Nix.join(parts, .update)
  }

  private var filterService: Expr {
    let nft: Str = "\(Nix.pkgs["nftables"])/bin/nft -f /etc/\(Str(Self.filterPath))"
    let table = FilterRules.tableName
    let drop =
      ["bridge", "inet"].map { "table \($0) \(table); delete table \($0) \(table)" }
      .joined(separator: "; ")
    return .set {
      "description" => "Filter of the guests' networks"
      "wantedBy" => ["multi-user.target"]
      "wants" => ["network-pre.target"]
      "before" => ["network-pre.target", "shutdown.target"]
      "after" => ["nftables.service", "systemd-modules-load.service"]
      "conflicts" => ["shutdown.target"]
      "unitConfig.DefaultDependencies" => false
      "reloadIfChanged" => true
      "restartTriggers" => [.variable("networkFilter")]
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "oneshot"
            "RemainAfterExit" => true
            "CapabilityBoundingSet" => "CAP_NET_ADMIN"
            "PrivateDevices" => true
            "RestrictAddressFamilies" => "AF_NETLINK"
            "ExecStart" => .string(nft)
            "ExecReload" => .string(nft)
            "ExecStop" => "\(Nix.pkgs["nftables"])/bin/nft \"\(Str(drop))\""
          })
    }
  }

  /// Docker refuses to forward what it does not know, at each of its starts.
  private var dockerService: Expr {
    let conditions = FirewallExemptions(filtered).iptablesForward
    let commands = conditions.map { "pass \($0.joined(separator: " "))" }
    let pass = """
      pass() {
        for tables in iptables ip6tables; do
          "$tables" -w -C FORWARD "$@" -j ACCEPT 2>/dev/null || "$tables" -w -I FORWARD "$@" -j ACCEPT
        done
      }

      """
    var script = Str(pass + commands.joined(separator: "\n") + "\n")
    script.form = .indented
    return .set {
      "description" => "Guests' networks alongside Docker"
      "wantedBy" => ["docker.service"]
      "after" => ["docker.service"]
      "partOf" => ["docker.service"]
      "path" => [Nix.pkgs["iptables"]]
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "oneshot"
            "RemainAfterExit" => true
            "CapabilityBoundingSet" => "CAP_NET_ADMIN CAP_NET_RAW"
            "PrivateDevices" => true
            "ReadWritePaths" => "/run"
            "RestrictAddressFamilies" => "AF_INET AF_INET6 AF_NETLINK"
          })
      "script" => .string(script)
    }
  }

  /// Changes to the units that scripted networking has.
  @BindingBuilder private var scriptedServices: [Binding] {
    for network in own {
      var port: Expr = []
      if case .lan(let lan) = network.connection {
        let _ = (port = [.str("network-addresses-\(lan.port).service")])
      }
      Attrpath("\(network.bridge)-netdev")
        => Expr.variable("bridgeService")(port)
    }
    for (lan, network) in uplinks {
      if lan.vlan != nil {
        Attrpath("\(lan.port)-netdev")
          => .set {
            "partOf" => Nix.lib["mkForce"]([])
            "wantedBy" => [Expr.str(NetworkPrograms.device(lan.uplink))]
          }
      }
      Attrpath("network-addresses-\(lan.port)")
        => Expr.variable("portService")(
          .str(network.bridge.description), .str(lan.port.description))
    }
  }

  /// Functions for the units that scripted networking has.
  @BindingBuilder private var scriptedFunctions: [Binding] {
    if !own.isEmpty {
      ("bridgeService"
        => .lambda(
          "ports",
          body: .set {
            "partOf" => Nix.lib["mkForce"]([])
            "postStart" => .string(NetworkPrograms.bridgeStarts)
          }))
        .commented(
          """
          Scripted networking takes a bridge down with its card, and creates it again when the network
          changes. So a bridge gets no ports here: cards and taps join it themselves.
          """
        ).spaced()
    }
    if !uplinks.isEmpty {
      "portService"
        => .lambda(
          "bridge",
          body: .lambda(
            "port",
            body: .set {
              "wants" => ["\(Expr.variable("bridge"))-netdev.service"]
              "after" => ["\(Expr.variable("bridge"))-netdev.service"]
              "postStart" => .string(NetworkPrograms.join)
            }))
    }
  }

  /// The file of the filter.
  static var filterFile: Binding {
    Attrpath(AttrName(filterPath), [AttrName("source")]) => .variable("networkFilter")
  }

  private var filterText: Binding {
    var text = Str(FilterRules(filtered).text)
    text.form = .indented
    return ("networkFilter" => Nix.pkgs["writeText"]("nixvirt.nft", .string(text)))
      .commented("The packet filter of the guests' networks.").spaced()
  }

  /// The module of a host without guests: its networks.
  var module: Expr {
    if networks.isEmpty { return [:] }
    let settings = kernelSettings
    return .letIn {
      hardening.unspaced()
      code
    } body: {
      .set {
        if !settings.isEmpty { Nix.nested("boot.kernel.sysctl") { settings } }
        let rest = options + units
        settings.isEmpty ? rest.prefix(1).map { $0.unspaced() } + rest.dropFirst() : rest
        Nix.nested("environment.etc") { Self.filterFile }.spaced()
        ("systemd.services" => .variable("networkServices")).spaced()
      }
    }
  }
}
