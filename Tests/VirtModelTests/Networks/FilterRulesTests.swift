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
