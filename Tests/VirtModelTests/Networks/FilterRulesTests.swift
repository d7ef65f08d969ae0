import TestSupport
import Testing

@testable import VirtModel

@Suite("The filter of networks")
struct FilterRulesTests {
  @Test("networks of every kind")
  func everyKind() {
    let text = FilterRules(FilterNetworks.all).text
    #expect(GoldenFiles.difference(text, from: "filter/every-kind.nft") == nil)
  }

  @Test("exemptions of the host's firewall")
  func exemptions() {
    let exemptions = FirewallExemptions(FilterNetworks.all)
    let text = (exemptions.reversePath + exemptions.forward).joined(separator: "\n") + "\n"
    #expect(GoldenFiles.difference(text, from: "filter/every-kind.exemptions") == nil)
    #expect(FirewallExemptions([FilterNetworks.given]).isEmpty)
    #expect(exemptions.iptablesReversePath == [["-i", "br-lab"], ["-i", "br-wan"]])
  }

  @Test("ports of the guests' server are forwarded from other addresses of the host alone")
  func serverPorts() {
    func forwards(_ transport: PortForward.Transport, _ ports: String) -> String {
      let forward = PortForward(
        transport: transport, ports: FilterNetworks.ports(ports),
        address: FilterNetworks.ip("10.81.0.9"), toPort: FilterNetworks.ports(ports).first)
      let network = FilterNetworks.network(
        "names",
        .nat(.init(subnet: FilterNetworks.subnet("10.81.0.0"), forwards: [forward])),
        host: "10.81.0.1", cards: [FilterNetworks.card("names", 1, "10.81.0.9")])
      return FilterRules([network, FilterNetworks.shop, FilterNetworks.plain]).text
    }
    let own = "ip daddr != { 127.0.0.0/8, 10.81.0.1, 10.78.0.1 }"
    for (transport, ports) in [("tcp", "53"), ("udp", "53"), ("udp", "67"), ("udp", "50-60")] {
      let text = forwards(transport == "tcp" ? .tcp : .udp, ports)
      #expect(
        text.ranges(of: "fib daddr type local \(own) \(transport) dport \(ports) dnat").count == 2,
        "\(text)")
    }
    #expect(!forwards(.tcp, "67").contains(own) && !forwards(.udp, "54").contains(own))
  }

  @Test("a tap is isolated from the others if no rule is between its guest and one of theirs")
  func tapsApart() {
    func isIsolated(_ rules: AllowRule...) -> [Bool] {
      let cards = ["web", "db", "lone"].enumerated().map {
        FilterNetworks.card($1, UInt32($0))
      }
      let network = FilterNetworks.network("n", .isolated, allow: rules, cards: cards)
      return cards.map { FilterRules.isPortIsolated($0, on: network) }
    }
    #expect(isIsolated(FilterNetworks.rule("web", "db", tcp: ["1"])) == [false, false, true])
    #expect(isIsolated(FilterNetworks.rule("web", "host", tcp: ["1"])) == [true, true, true])
    #expect(isIsolated(FilterNetworks.rule("any", "db", tcp: ["1"])) == [false, false, false])
  }

  @Test("traffic covers other traffic if all of its protocols and ports do")
  func traffic() {
    func traffic(tcp: [String] = [], udp: [String] = [], icmp: Bool = false) -> Traffic {
      FilterNetworks.rule("a", "b", tcp: tcp, udp: udp, icmp: icmp).traffic
    }
    let own = traffic(tcp: ["22", "80-90"], udp: ["53"])
    #expect(own.covers(traffic(tcp: ["81-82"], udp: ["53"])) && own.covers(own))
    #expect(!own.covers(traffic(tcp: ["91"])) && !own.covers(traffic(udp: ["54"])))
    #expect(!own.covers(traffic(icmp: true)) && traffic(icmp: true).covers(traffic(icmp: true)))
    #expect(traffic().covers(own) && !own.covers(traffic()))
  }

  private static func texts(_ chain: PacketRules.Chain) -> [String] { chain.rules.map(\.text) }

  @Test("rules between a network and its host name the network, or its guests")
  func host() {
    let lab = FilterNetworks.network(
      "lab", .isolated, host: "10.0.0.1",
      allow: [
        FilterNetworks.rule("lab", "host", tcp: ["22"]),
        FilterNetworks.rule("db", "any", tcp: ["23"]),
        FilterNetworks.rule("home", "host", tcp: ["24"]),
        FilterNetworks.rule("host", "lab", tcp: ["25"]),
        FilterNetworks.rule("any", "db", tcp: ["26"]),
        FilterNetworks.rule("host", "home", tcp: ["27"]),
      ],
      cards: [FilterNetworks.card("db", 1, "10.0.0.2")])
    let rules = FilterRules([lab])
    let answers = "ct state established,related return"
    #expect(
      Self.texts(rules.toHost(lab)) == [
        answers, "tcp dport 22 return", "ether saddr 52:54:00:00:00:01 tcp dport 23 return", "drop",
      ])
    #expect(
      Self.texts(rules.fromHost(lab)) == [
        answers, "tcp dport 25 return", "ip daddr 10.0.0.2 tcp dport 26 return", "drop",
      ])
  }

  @Test("a host with IPv6 may resolve addresses of guests on a network with rules")
  func neighbours() {
    let network = FilterNetworks.network(
      "lab", .isolated, host: "10.0.0.1", host6: ["fd00::1"],
      allow: [FilterNetworks.rule("host", "db", tcp: ["22"])],
      cards: [FilterNetworks.card("db", 1, "10.0.0.2", "fd00::2")])
    #expect(
      Self.texts(FilterRules([network]).fromHost(network)).prefix(2) == [
        "ct state established,related return",
        "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit,"
          + " nd-router-advert } return",
      ])
  }

  @Test("packets go through the chains that their networks have")
  func forwarding() throws {
    func jumps(_ network: FilteredNetwork) throws -> [String] {
      let table = FilterRules([network]).inetTable
      let forward = try #require(table.chains.first { $0.name == "forward" })
      let jumps = Self.texts(forward).filter { $0.contains("jump") }
      // Each chain that is named is there, and none is there that no packet meets.
      let targets = jumps.compactMap { $0.split(separator: " ").last.map(String.init) }
      let chains = table.chains.map(\.name)
      #expect(
        targets.sorted()
          == chains.filter { $0.hasPrefix("out-of-") || $0.hasPrefix("into-") }.sorted())
      return jumps
    }
    func nat(_ subnet6: String?) -> FilteredNetwork {
      FilterNetworks.network(
        "n",
        .nat(
          .init(
            subnet: FilterNetworks.subnet("10.81.0.0"), subnet6: subnet6.flatMap(IPv6Subnet.init))),
        host: "10.81.0.1", cards: [FilterNetworks.card("a", 1, "10.81.0.9")])
    }
    let (out, into) = (#"iifname "br-n" jump out-of-n"#, #"oifname "br-n" jump into-n"#)
    #expect(try jumps(nat(nil)) == [out, into])
    // Nothing is kept from leaving.
    #expect(try jumps(nat("fd81::/64")) == [into])
    func lan(_ address: String?) -> FilteredNetwork {
      FilterNetworks.network(
        "n", .lan(port: FilterNetworks.port("up0")), allow: [],
        cards: [FilterNetworks.card("a", 1, address)])
    }
    #expect(
      try jumps(lan("10.0.0.2")) == [out, #"oifname "br-n" ip daddr 10.0.0.2 jump into-n"#])
    // Packets to the guest cannot be told from those to others.
    #expect(try jumps(lan(nil)) == [out])
  }

  @Test("ports that are forwarded to other ones have a rule each")
  func movedPorts() {
    let forward = PortForward(
      transport: .udp, ports: FilterNetworks.ports("6000-6002"),
      address: FilterNetworks.ip("10.81.0.9"), toPort: 7000)
    let network = FilterNetworks.network(
      "games", .nat(.init(subnet: FilterNetworks.subnet("10.81.0.0"), forwards: [forward])),
      host: "10.81.0.1", cards: [FilterNetworks.card("games", 1, "10.81.0.9")])
    let text = FilterRules([network]).text
    for offset in 0...2 {
      let rule = "udp dport \(6000 + offset) dnat ip to 10.81.0.9:\(7000 + offset)\n"
      // From other machines, and from the host itself.
      #expect(text.ranges(of: rule).count == 2, "\(text)")
    }
    #expect(!text.contains("dport 6003") && !text.contains("dport 6000-6002 dnat"))
  }

  @Test("frames within a network pass by its rules, and answers with them")
  func within() {
    func texts(_ kind: FilteredNetwork.Kind, _ rules: AllowRule...) -> [String] {
      let network = FilterNetworks.network(
        "lab", kind, allow: rules,
        cards: [FilterNetworks.card("db", 1), FilterNetworks.card("web", 2)])
      return Self.texts(FilterRules([network]).withinChain(network))
    }
    let basics = [
      "ether type arp accept", "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept",
      "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
      "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }"
        + " accept",
    ]
    #expect(texts(.isolated) == ["drop"])
    #expect(
      texts(.isolated, FilterNetworks.rule("web", "db", icmp: true)) == basics + [
        #"iifname "tap-web" oifname "tap-db" icmp type echo-request accept"#,
        #"iifname "tap-web" oifname "tap-db" icmpv6 type echo-request accept"#,
        #"iifname "tap-db" oifname "tap-web" icmp type echo-reply accept"#,
        #"iifname "tap-db" oifname "tap-web" icmpv6 type echo-reply accept"#, "drop",
      ])
    #expect(
      texts(.isolated, FilterNetworks.rule("web", "db", tcp: ["80"])) == basics + [
        #"iifname "tap-web" oifname "tap-db" tcp dport 80 accept"#,
        #"iifname "tap-db" oifname "tap-web" tcp sport 80 tcp flags & (syn | ack) != syn accept"#,
        "drop",
      ])
    #expect(texts(.isolated, FilterNetworks.rule("any", "any")).suffix(2) == ["accept", "drop"])
    // Guests on a LAN need these without any rule.
    #expect(texts(.lan(port: FilterNetworks.port("up0"))).suffix(5) == basics + ["drop"])
  }

  @Test("ports are isolated where no rule leads from one guest to another")
  func isolatedPorts() {
    let shop = FilterNetworks.shop
    let isolated = shop.cards.filter { FilterRules.isPortIsolated($0, on: shop) }
    // "any to web" is about the others, too.
    #expect(isolated.isEmpty)
    let closed = FilterNetworks.network(
      "home", .isolated, host: "10.0.0.1",
      allow: [FilterNetworks.rule("host", "db"), FilterNetworks.rule("web", "names")],
      cards: [
        FilterNetworks.card("db", 1), FilterNetworks.card("web", 2),
        FilterNetworks.card("names", 3),
      ])
    #expect(
      closed.cards.map { FilterRules.isPortIsolated($0, on: closed) } == [true, false, false])
    #expect(
      !FilterNetworks.lab.cards.contains { FilterRules.isPortIsolated($0, on: FilterNetworks.lab) })
  }
}
