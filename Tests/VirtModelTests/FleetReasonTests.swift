import NixAST
import Testing

@testable import VirtModel

@Suite("The words of placements")
struct FleetReasonTests {
  private static func guest(_ name: String) throws -> GuestName { try #require(GuestName(name)) }

  @Test("a host is not taken for a reason")
  func reasons() throws {
    let (web, db) = (try Self.guest("web"), try Self.guest("db"))
    let reasons: [(FleetPlacement.Reason, String)] = [
      (
        .shares("the VNC display 1", web, with: db),
        "db is there, and both web and db have the VNC display 1"
      ),
      (.apart(web, from: db), "db is there, and web must be on a different host"),
      (.prefersApart(web, from: db), "db is there, and web prefers a different host (prefer)"),
      (.prefersOthers(web), "web prefers other hosts (prefer)"),
      (
        .sameZone(web, with: db, isRequired: true),
        "db is in this zone, and web must be in a different one (spread)"
      ),
      (
        .sameZone(web, with: db, isRequired: false),
        "db is in this zone, and web prefers a different one (prefer)"
      ),
      (.fuller(load: 0.75, taken: 0.5), "would be 75 % full; the chosen host is 50 % full"),
      (.lessFull(load: 0.25, taken: 0.5), "would be 25 % full, less than the chosen host: 50 %"),
    ]
    for (reason, words) in reasons {
      #expect(Diagnostic.Note(HostName(checked: "alpha"), reason).message == "alpha: \(words)")
    }
  }

  private static func placement(_ text: String) throws -> Checked<FleetPlacement> {
    let source = SourceText(name: "guests.nix", text: "{ defaults.diskSize = \"5g\"; \(text) }")
    return Pipeline.placement(of: source, format: .nix, assignment: Assignment())
  }

  @Test("a guest is apart from another one because of what both have, or because it prefers that")
  func apart() throws {
    let hosts = "hosts = { a.host.memory = \"64g\"; b.host.memory = \"64g\"; };"
    for (keys, reason) in [
      ("vncDisplay = \"localhost:1\";", "both p and q have the VNC display 1"),
      ("antiAffinity = [ \"@t\" ];", "must be on a different host"),
      ("prefer = [ { antiAffinity = [ \"@t\" ]; } ];", "prefers a different host (prefer)"),
    ] {
      let guests = "defaults = { tags = [ \"t\" ]; \(keys) }; guests = { p = { }; q = { }; };"
      let placement = try #require(try Self.placement("\(hosts) \(guests)").value)
      let notes = try ["p", "q"].compactMap { placement.explanation(of: try Self.guest($0)) }
        .flatMap(\.others).map { Diagnostic.Note($0.host, $0.reason).message }
      #expect(notes.contains { $0.hasSuffix(reason) }, "\(notes)")
    }
  }

  @Test("of many names, the first are shown")
  func many() throws {
    let hosts = (1...9).map { "h\($0).host.memory = \"2g\";" }.joined(separator: " ")
    let guests = (0...9).map { "g\($0).memory = \"1950m\";" }.joined(separator: " ")
    let checked = try Self.placement(
      "hosts = { \(hosts) }; guests = { \(guests) };")
    let names = (1...8).map { "h\($0)" }.joined(separator: ", ")
    let message =
      "the guests that can only be on \(names) and 1 more need"
    #expect(
      checked.diagnostics.contains { $0.message.contains(message) },
      "\(checked.diagnostics.map(\.message))")
  }

  @Test("a host that has no networks of its own has those of all hosts")
  func networks() throws {
    let checked = try Self.placement(
      """
      networks.lan.uplink = "eno1";
      hosts = { a = { host.memory = "4g"; networks = null; }; };
      guests.p.network = "lan";
      """)
    let placement = try #require(checked.value, "\(checked.diagnostics)")
    #expect(placement.fleet.machines.map { $0.host.networks.map(\.name.description) } == [["lan"]])
  }

  @Test("a fleet that is made in Swift")
  func made() throws {
    var description = FleetDescription()
    #expect(description.hosts.isEmpty && description.guests.isEmpty)
    #expect(Pipeline.fleet(of: description).value?.machines.isEmpty == true)
    let source = SourceText(
      name: "guests.nix", text: "{ hosts = { a.guests.p.diskSize = \"5g\"; b.guests = { }; }; }")
    var diagnostics = Diagnostics()
    var reader = NixData(source)
    let value = reader.read(try #require(NixFile.parse(source).value).expr)
    description = FleetDescription(value, &diagnostics)
    let fleet = try #require(Pipeline.fleet(of: description).value)
    #expect(fleet.machines.map(\.name.description) == ["a", "b"])
    #expect(fleet.machines[0].host.guests.map(\.name.description) == ["p"])
  }
}
