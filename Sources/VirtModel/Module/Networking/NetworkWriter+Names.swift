import NixAST

// How the host finds its guests' names. Its own resolver stays as it is: it only learns who answers for
// the guests' domains.
extension NetworkWriter {
  /// Names of guests with fixed addresses, for a host without systemd-resolved.
  @BindingBuilder var hosts: [Binding] {
    let names = served.flatMap { _, _, network in
      records(of: network).flatMap { record in
        record.addresses.map { ($0, "\(record.guest).\(network.domain)") }
      }
    }
    if !names.isEmpty {
      "hosts"
        => Nix.lib["mkIf"](
          .unary(UnaryOperation(.not, Nix.usesResolved)),
          .set {
            for (address, name) in names {
              Attrpath(AttrName(address)) => [.str(name)]
            }
          })
    }
  }

  /// The fixed addresses of guests of a network, IPv4 first.
  func records(of network: Network) -> [(guest: GuestName, addresses: [String])] {
    guests.flatMap { guest in
      guest.interfaces.filter { $0.network == network.name }.compactMap { card in
        let addresses = [card.address?.address.description, card.address6?.address.description]
          .compactMap { $0 }
        return addresses.isEmpty ? nil : (guest.name, addresses)
      }
    }
  }

  /// networkd's file of the bridge of a network with a server. Router advertisements come from an address
  /// of the link.
  func servedFile(_ nat: Network.NAT, _ network: Network) -> Expr {
    .set {
      quietFile(
        ["DNSDefaultRoute" => false], linkLocal: network.hasDHCP6 ? "ipv6" : false)
      "dns" => [.str(nat.address.address.description)]
      "domains" => .list(domains(nat, network).map { .str($0) })
    }
  }

  private static let resolvectl = "/run/current-system/systemd/bin/resolvectl"

  /// The same under scripted networking.
  var namesService: Expr {
    // A domain starts with a tilde, which the shell would take for a home.
    let lines = served.flatMap { _, nat, network in
      let words = domains(nat, network).map { "'\($0)'" }.joined(separator: " ")
      return [
        "\(Self.resolvectl) dns \(network.bridge) \(nat.address.address)",
        "\(Self.resolvectl) domain \(network.bridge) \(words)",
        "\(Self.resolvectl) default-route \(network.bridge) false",
      ]
    }
    var script = Str(lines.joined(separator: "\n") + "\n")
    script.form = .indented
    let bridges = served.map { Expr.str("\($0.network.bridge)-netdev.service") }
    let units = Expr.list(["systemd-resolved.service"] + bridges)
    return .set {
      "description" => "Names of guests for systemd-resolved"
      "wantedBy" => ["multi-user.target"]
      "after" => units
      "partOf" => units
      "serviceConfig"
        => .op(
          .variable("hardening"), .update,
          .set {
            "Type" => "oneshot"
            "RemainAfterExit" => true
            "CapabilityBoundingSet" => "CAP_NET_ADMIN"
            "PrivateDevices" => true
            "RestrictAddressFamilies" => "AF_NETLINK AF_UNIX"
          })
      "script" => .string(script)
    }
  }

  /// The domains that the network's server answers for; `~`: not for names without dots.
  private func domains(_ nat: Network.NAT, _ network: Network) -> [String] {
    ["~\(network.domain)"] + nat.subnet.reverseDomains.map { "~\($0)" }
      + (nat.subnet6.map { ["~\($0.reverseDomain)"] } ?? [])
  }
}

extension IPv4Subnet {
  /// The domains of reverse lookups (RFC 1035) that hold the network. They end at whole octets: that of a
  /// network longer than 24 bits holds more.
  var reverseDomains: [String] {
    let octets = prefixLength <= 8 ? 1 : prefixLength <= 16 ? 2 : 3
    let shift = UInt32(32 - 8 * octets)
    return ((first.value >> shift)...(last.value >> shift)).map { number in
      (0..<octets).map { String(number >> UInt32(8 * $0) & 0xFF) }.joined(separator: ".")
        + ".in-addr.arpa"
    }
  }
}

extension IPv6Subnet {
  /// The domain of reverse lookups (RFC 3596) of a network that is 64 bits long.
  var reverseDomain: String {
    (0..<16).map { String(first.high >> UInt64(4 * $0) & 0xF, radix: 16) }.joined(separator: ".")
      + ".ip6.arpa"
  }
}
