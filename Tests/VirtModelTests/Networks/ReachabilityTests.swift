import Testing

@testable import VirtModel

@Suite("Who reaches whom")
struct ReachabilityTests {
  struct Case: CustomStringConvertible {
    let from: String
    let to: String
    let packet: Packet
    let passes: Bool
    let reason: Reachability.Reason

    init(
      _ from: String, _ to: String, _ packet: Packet, _ passes: Bool, _ reason: Reachability.Reason
    ) {
      self.from = from
      self.to = to
      self.packet = packet
      self.passes = passes
      self.reason = reason
    }

    var description: String { "\(from) to \(to), \(packet)" }
  }

  static func label(_ name: String) -> Label { Label(checked: name) }

  @Test(
    "answers as the filter gives them",
    arguments: [
      Case("alice", "bob", .tcp(22), true, .sameNetwork(label("lan"))),
      Case("carol", "any", .tcp(80), true, .open(network: label("home"))),
      Case("any", "carol", .tcp(22), false, .behindHost(network: label("home"))),
      Case(
        "any", "carol", .tcp(80), true,
        .forwardedPort(network: label("home"), FilterNetworks.ports("8080"))),
      Case("alice", "carol", .tcp(22), false, .behindHost(network: label("home"))),
      Case(
        "carol", "alice", .tcp(22), false,
        .otherWayOut(network: label("home"), FilterNetworks.port("wan0"))),
      Case("web", "db", .tcp(5432), true, .rule(network: label("shop"), place: 0)),
      Case("web", "db", .tcp(22), false, .noRule(network: label("shop"))),
      Case("web", "db", .anything, false, .noRule(network: label("shop"))),
      Case("carol", "web", .tcp(80), true, .rule(network: label("shop"), place: 2)),
      Case("host", "db", .icmp, true, .rule(network: label("shop"), place: 3)),
      Case("web", "host", .udp(53), true, .service(network: label("shop"))),
      Case("web", "host", .tcp(22), false, .noRule(network: label("shop"))),
      Case("db", "any", .tcp(443), true, .rule(network: label("shop"), place: 4)),
      Case("dave", "dora", .anything, true, .sameNetwork(label("lab"))),
      Case("dave", "host", .tcp(22), false, .isolated(network: label("lab"))),
      Case("dave", "any", .tcp(22), false, .isolated(network: label("lab"))),
      Case("erin", "host", .tcp(22), true, .open(network: label("bench"))),
      Case("alice", "erin", .tcp(22), false, .isolated(network: label("bench"))),
      Case("fiona", "any", .tcp(22), true, .open(network: label("wan"))),
      Case("any", "desk", .tcp(22), false, .noRule(network: label("office"))),
      Case("office", "desk", .tcp(25), true, .rule(network: label("office"), place: 0)),
      Case("mail", "host", .tcp(22), true, .rule(network: label("office"), place: 1)),
      Case("gina", "host", .tcp(22), true, .open(network: label("given"))),
      Case("host", "gina", .tcp(22), true, .open(network: label("given"))),
      Case("nobody", "desk", .tcp(22), false, .noNetwork),
      Case("host", "host", .tcp(22), false, .noNetwork),
      Case("any", "host", .tcp(22), false, .noNetwork),
      Case("host", "any", .tcp(22), false, .noNetwork),
      Case("any", "any", .tcp(22), false, .noNetwork),
    ])
  func answers(_ each: Case) {
    let parties = FilterNetworks.rule(each.from, each.to)
    let answer = Reachability(FilterNetworks.all).answer(
      from: parties.from, to: parties.to, each.packet)
    #expect(answer == Reachability.Answer(passes: each.passes, reason: each.reason))
  }
}
