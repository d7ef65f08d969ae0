import NixAST

// Parsers of guests' addresses.

extension ValueParser where Value == GuestAddress {
  static var guestAddress: ValueParser {
    form(
      .invalidAddress, "an IPv4 address", rule: "as in \"192.168.1.20\" or \"192.168.1.20/24\"",
      pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?$"
    ) { GuestAddress($0) }
  }
}

extension ValueParser where Value == GuestAddress6 {
  static var guestAddress6: ValueParser {
    form(
      .invalidAddress, "an IPv6 address of a guest", rule: "as in \"fd00::20\" or \"fd00::20/64\"",
      pattern: "^[0-9A-Fa-f:]{2,39}(/[0-9]{1,3})?$"
    ) { GuestAddress6($0) }
  }
}

extension ValueParser where Value == IPv6Address {
  /// Routers often have only an address of the link.
  static var ipv6Router: ValueParser {
    form(
      .invalidAddress, "the IPv6 address of a router", rule: "as in \"fe80::1\" or \"fd00::1\"",
      pattern: "^[0-9A-Fa-f:]{2,39}$"
    ) { text in
      guard let address = IPv6Address(text), address.isLinkLocal || !address.isSpecial else {
        return nil
      }
      return address
    }
  }
}

extension ValueParser where Value == NameServer {
  static var nameServer: ValueParser {
    form(
      .invalidAddress, "the address of a name server",
      rule: "an IPv4 or IPv6 address, as in \"192.168.1.1\"", pattern: "^[0-9A-Fa-f:.]{2,39}$"
    ) { NameServer($0) }
  }
}

extension ValueParser where Value == IPv6Subnet {
  static var ipv6Subnet: ValueParser {
    form(
      .invalidSubnet, "an IPv6 network", rule: "64 bits long, as in \"fd12:3456:789a::/64\"",
      pattern: "^[0-9A-Fa-f:]{2,39}/64$"
    ) { text in
      guard let subnet = IPv6Subnet(text), subnet.prefixLength == 64, !subnet.first.isSpecial else {
        return nil
      }
      return subnet
    }
  }
}
