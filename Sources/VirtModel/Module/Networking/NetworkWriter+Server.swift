import NixAST

// The server of addresses and names.
extension NetworkWriter {
  /// Its unit.
  var serverService: Expr {
    .set {
      "description" => "DHCP and DNS for guests"
      "wantedBy" => ["multi-user.target"]
      "after" => ["network.target"]
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "exec"
            "DynamicUser" => true
            "StateDirectory" => .str(Self.serverUnit)
            "ExecStart" => serverCommand
            "AmbientCapabilities" => "CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_RAW"
            "CapabilityBoundingSet" => "CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_RAW"
            "IPAddressDeny" => ""
            "PrivateDevices" => true
            "RestrictAddressFamilies" => "AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_UNIX"
            "Restart" => "on-failure"
            "RestartSec" => 5
          })
    }
  }

  private func cards(on network: Network) -> [Guest.Interface] {
    guests.flatMap(\.interfaces).filter { $0.network == network.name }
  }

  private var serverCommand: Expr {
    let settings = Nix.pkgs["writeText"]("nixvirt-dnsmasq.conf", .string(serverSettings))
    return
      "\(Nix.pkgs["dnsmasq"])/bin/dnsmasq --keep-in-foreground --conf-file=\(settings)"
  }

  /// dnsmasq(8): an instance of its own, on its own bridges.
  private var serverSettings: Str {
    var lines = ["bind-dynamic", "except-interface=lo"]
    lines += served.map { "interface=\($0.network.bridge)" }
    lines += [
      "no-hosts", "domain=internal", "dhcp-fqdn", "dhcp-ignore-names",
      "dhcp-leasefile=/var/lib/\(Self.serverUnit)/leases",
    ]
    for (range, nat, network) in served {
      let mask = IPv4Subnet(
        containing: IPv4Address(value: .max), prefixLength: nat.subnet.prefixLength)
      lines.append("domain=\(network.domain),\(nat.subnet)")
      lines.append("local=/\(network.domain)/")
      lines.append("dhcp-range=\(range.lowerBound),\(range.upperBound),\(mask.first),1h")
      if let range6 = nat.dhcp6, let subnet6 = nat.subnet6 {
        lines.append("domain=\(network.domain),\(subnet6)")
        // A guest with a fixed address must not make another for itself: the filter drops its packets.
        let slaac = cards(on: network).contains { $0.address6 != nil } ? "" : "slaac,"
        lines.append("dhcp-range=\(range6.lowerBound),\(range6.upperBound),\(slaac)64,1h")
        if !lines.contains("enable-ra") { lines.append("enable-ra") }
      }
      for guest in guests {
        for card in guest.interfaces where card.network == network.name {
          let address = card.address.map { ",\($0.address)" } ?? ""
          let address6 = card.address6.map { ",[\($0.address)]" } ?? ""
          lines.append("dhcp-host=\(card.mac),\(guest.name)\(address)\(address6)")
        }
      }
      for record in records(of: network) {
        lines.append(
          "host-record=\(record.guest).\(network.domain),\(record.addresses.joined(separator: ","))"
        )
      }
    }
    var text = Str(lines.joined(separator: "\n") + "\n")
    text.form = .indented
    return text
  }
}
