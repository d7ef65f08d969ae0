import Foundation
import NixAST
import TestSupport
import Testing

@testable import VirtModel
@testable import nixvirt

/// What `nixvirt plan --against` makes of a description and the state of its host. A state of a golden file
/// has `@NAME@` where the number of that guest's definition stands.
@Suite("Plans against a host")
struct SwitchPlanTests {
  static let cases = GoldenFiles.cases(in: "switch")

  @Test("there are hosts where all, something and nothing changes")
  func present() { #expect(Self.cases.count >= 4) }

  @Test("a plan is what it is", arguments: cases)
  func golden(name: String) throws {
    let plan = SwitchPlan(try Self.host(name), against: try Self.state(name))
    for (output, text) in [
      ("plan.txt", SwitchReport.text(plan, .plain)), ("plan.json", SwitchJSON.text(plan)),
    ] {
      let problem = GoldenFiles.difference(text, from: "switch/\(name)/\(output)")
      #expect(problem == nil, "\(problem ?? "")")
    }
  }

  @Test("the plan for programs is JSON, with its format first", arguments: cases)
  func json(name: String) throws {
    let plan = SwitchPlan(try Self.host(name), against: try Self.state(name))
    let text = SwitchJSON.text(plan)
    #expect(text.hasPrefix("{\n  \"format\": 1,\n"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect((object?["guests"] as? [Any])?.count == plan.guests.count)
  }

  @Test("what is there already is left alone, and a guest without a start is no start")
  func actions() throws {
    let plan = SwitchPlan(try Self.host("every-change"), against: try Self.state("every-change"))
    let actions = Dictionary(
      plan.guests.map { ($0.name.description, $0.action) }, uniquingKeysWith: { $1 })
    #expect(actions["back"] == .starts, "its disk is there")
    #expect(actions["added"] == .installs)
    #expect(actions["by-hand"] == .staysOff)
    #expect(actions["installing"] == .runsOn)
    #expect(actions["later"] == .runsOn)
    #expect(actions["removed"] == .shutsDown)
    #expect(actions["removed-off"] == .forgets)
    #expect(actions["same"] == .runsOn)
    let unchanged = SwitchPlan(try Self.host("unchanged"), against: try Self.state("unchanged"))
    #expect(
      unchanged.guests.allSatisfy { guest in
        guest.action == .runsOn && guest.effect == nil && guest.hardware == []
          && guest.disks == [] && guest.details == []
      })
  }

  @Test("the effect on guests that run with an older definition, or are off")
  func effects() throws {
    let plan = SwitchPlan(try Self.host("every-change"), against: try Self.state("every-change"))
    let effects = plan.guests.map { "\($0.name) \($0.effect.map { "\($0)" } ?? "none")" }
    #expect(
      effects == [
        "added appears", "back appears", "bigger restarts", "boots-iso appears", "by-hand none",
        "gone none", "installing none", "later nextStart", "moved restarts", "off nextStart",
        "pending none", "removed disappears", "removed-off disappears", "renamed-disk restarts",
        "same none", "smaller restarts", "unreadable none", "with-host none",
      ])
  }

  @Test("a guest that is kept off is not started by a switch")
  func held() throws {
    let host = try Self.host("unchanged")
    var state = try Self.state("unchanged")
    let name = host.guests[0].name
    state.guests[name]?.running = nil
    state.guests[name]?.unit = .inactive
    #expect(SwitchPlan(host, against: state).guests[0].action == .starts)
    state.guests[name]?.held = "by the operator"
    #expect(SwitchPlan(host, against: state).guests[0].action == .staysOff)
  }

  @Test("files of disks that a guest no longer has are left behind, and no others")
  func leftBehind() throws {
    let guest = try Self.host("unchanged").guests[0]
    let names = ["root.qcow2", "data.raw", "old.qcow2", "notes.txt", ".data.raw.known"]
    let files = names.map { HostState.File(name: $0, allocated: 0, size: nil) }
    #expect(
      GuestDisks(guest, files).leftBehind == [
        .leavesBehind(file: "data.raw", replacement: nil),
        .leavesBehind(file: "old.qcow2", replacement: nil),
      ])
  }

  @Test("the command reads a state from a file or a pipe, and refuses what makes no sense")
  func command() throws {
    let state = try Self.stateText("unchanged")
    let place = try Workplace(try #require(GoldenFiles.read("switch/unchanged/guests.nix")))
    try place.write("state.json", state)
    let expected = try #require(GoldenFiles.read("switch/unchanged/plan.txt"))
    #expect(try place.run("plan", "--against", "state.json").output == expected)
    let piped = try place.run("plan", "--against", "-", "guests.nix", input: state)
    #expect(piped.status == 0 && piped.output == expected)
    for (arguments, message) in [
      (["plan"], "plan needs OLD and NEW, or --against=STATE"),
      (["plan", "guests.nix"], "plan needs OLD and NEW"),
      (["plan", "--against", "state.json", "a", "b"], "takes one description with --against"),
      (["plan", "--against", "-", "-"], "cannot both be standard input"),
      (
        ["plan", "--host", "a", "guests.nix", "guests.nix"],
        "--host and --without are only for fleets"
      ),
      (["plan", "--host", "a", "--against", "state.json"], "describes a single host"),
    ] {
      let result = try NixvirtProgram.run(arguments, in: place.folder.path)
      #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
    }
    #expect(try place.run("plan", "--against", "none.json").status == 4)
    try place.write("fleet.nix", "{ hosts.one.guests = { }; hosts.two.guests = { }; }")
    let fleet = try place.run("plan", "--against", "state.json", "fleet.nix")
    #expect(fleet.errors.contains("select the host of the fleet with --host"))
    let one = try place.run("plan", "--against", "state.json", "--host", "one", "fleet.nix")
    #expect(one.output.contains("A switch shuts down alice, bob.\n"), "\(one.errors)")
  }

  @Test(
    "a state that cannot be is refused, with its place",
    arguments: [
      ("\"format\": 1", "\"format\": 2", "this nixvirt reads format 1"),
      ("\"format\": 1,", "", "the state of a host has no format"),
      ("\"format\": 1", "\"format\": \"1\"", "format must be an integer"),
      ("\"stateDir\": \"/var", "\"stateDir\": \"var", "stateDir must be an absolute path"),
      ("\"fileSystem\": \"known\"", "\"fileSystem\": 1", "fileSystem must be a string"),
      ("\"alice\": {", "\"../alice\": {", "guests.\"../alice\" is not the name of a guest"),
      ("\"unit\": \"active\"", "\"unit\": \"up\"", "guests.alice.unit must be one of active"),
      ("\"size\": 8589934592", "\"size\": -1", "files[0].size must be a number of bytes"),
      ("\"size\": 8589934592", "\"size\": 1e400", "the number 1e400 is too large"),
      ("\"root.qcow2\"", "\"../root.qcow2\"", "files[0].name must be the name of a file"),
      ("\"definition\": \"", "\"definition\": \"zz", "must be 16 hexadecimal digits"),
      ("\"pending\": []", "\"pending\": [ \"x\" ]", "must be one of definition, QEMU, system"),
      ("\"arguments\": [", "\"arguments\": [ 1,", "arguments[0] must be a string"),
      ("\"orphans\": []", "\"orphans\": {}", "orphans must be a list"),
      ("\"guests\": {", "\"guests\": {\"alice\": 1,", "is defined twice"),
    ])
  func invalid(old: String, new: String, message: String) throws {
    let text = try Self.stateText("unchanged")
    let range = try #require(text.range(of: old), "\(old)")
    let checked = Pipeline.hostState(
      of: SourceText(name: "state.json", text: text.replacingCharacters(in: range, with: new)))
    #expect(checked.value == nil)
    let messages = checked.diagnostics.map(\.message)
    #expect(messages.contains { $0.contains(message) }, "\(messages)")
  }

  @Test("another QEMU is told by its name and version, if its path has them")
  func emulators() throws {
    for (path, name) in [
      ("/nix/store/aaaa-qemu-9.1", "qemu-9.1"), ("/nix/store/aaaa", nil), ("/nix/store/aaaa-", nil),
    ] {
      var state = try Self.state("unchanged")
      let guest = try #require(state.guests.keys.sorted().first)
      #expect(state.guests[guest]?.running?.qemu == "/nix/store/bbbb-qemu-host-cpu-only-11.0.1")
      state.guests[guest]?.running?.qemu = path
      let plan = SwitchPlan(try Self.host("unchanged"), against: state)
      #expect(plan.guests.first { $0.name == guest }?.qemu?.running == name)
    }
  }

  @Test("what guests and QEMU wrote does nothing to a terminal, and secrets stay out")
  func hostile() throws {
    let evil = #"\u001b]0;x\u0007\u202e\u0000\n::error::x"#
    let text = try Self.stateText("every-change")
      .replacingOccurrences(of: "installing: partitioning", with: evil)
      .replacingOccurrences(of: "older.qcow2", with: evil + ".qcow2")
      .replacingOccurrences(of: "pc-q35-7.2", with: evil)
      .replacingOccurrences(of: "mac=52:54:00:00:00:04", with: "mac=" + evil)
      .replacingOccurrences(of: "aaaa-qemu-host-cpu-only-10.0.2", with: "aaaa-" + evil)
      .replacingOccurrences(of: "type=11,value=(hidden)", with: "type=11,value=hunter2")
      .replacingOccurrences(of: "\"1g\"", with: "\"\(evil)\"")
    let checked = Pipeline.hostState(of: SourceText(name: "state.json", text: text))
    let state = try #require(checked.value, "\(checked.diagnostics.map(\.message))")
    let plan = SwitchPlan(try Self.host("every-change"), against: state)
    for text in [SwitchReport.text(plan, .plain), SwitchJSON.text(plan)] {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.isHarmless })
      #expect(!text.contains("\n::error"))
      #expect(!text.contains("hunter2"))
    }
  }

  @Test("a state cut off anywhere is refused, and numbers at the limits do not overflow")
  func limits() throws {
    let text = try Self.stateText("unchanged")
    let bytes = Array(text.utf8)
    for end in stride(from: 0, to: bytes.count - 2, by: 97) {
      let source = SourceText(name: "state.json", bytes: Array(bytes[..<end]))
      #expect(Pipeline.hostState(of: source).value == nil)
    }
    let largest = text.replacingOccurrences(
      of: ": \\d{4,}", with: ": \(Int64.max)", options: .regularExpression)
    let state = try #require(
      Pipeline.hostState(of: SourceText(name: "state.json", text: largest)).value)
    let plan = SwitchPlan(try Self.host("unchanged"), against: state)
    #expect(SwitchReport.text(plan, .plain).contains("and cannot shrink to"))
  }

  // MARK: - Files

  private static func host(_ name: String) throws -> VirtModel.Host {
    let text = try #require(GoldenFiles.read("switch/\(name)/guests.nix"))
    let result = Pipeline.host(of: SourceText(name: "guests.nix", text: text), format: .nix)
    return try #require(result.value, "\(result.diagnostics.map(\.message))")
  }

  private static func state(_ name: String) throws -> HostState {
    let source = SourceText(name: "state.json", text: try stateText(name))
    let result = Pipeline.hostState(of: source)
    return try #require(result.value, "\(result.diagnostics.map(\.message))")
  }

  private static func stateText(_ name: String) throws -> String {
    let host = try host(name)
    return host.guests.reduce(try #require(GoldenFiles.read("switch/\(name)/state.json"))) {
      $0.replacingOccurrences(
        of: "@\($1.name)@", with: ModuleWriter.definition(of: $1, on: host))
    }
  }
}
