import Foundation
import NixAST
import TestSupport
import Testing

@testable import nixvirt

/// Names that would move a terminal's cursor, start a line of their own, or turn text around.
@Suite("Hostile names", .ownThreads)
struct HostileNameTests {
  static let name = "a\u{1B}[31m\n::error::x\u{202E}\u{2028}\u{7F}\r,%:|\u{9B}é"

  private static let hostile: Set<Unicode.Scalar> = [
    "\u{1B}", "\u{202E}", "\u{2028}", "\u{7F}", "\r", "\u{9B}",
  ]

  private static func expectHarmless(_ text: String, _ what: String) {
    #expect(
      !text.unicodeScalars.contains(where: hostile.contains), "\(what): \(text.debugDescription)")
    #expect(!text.contains("\n::error::x"), "\(what)")
  }

  @Test("diagnostics in every format", arguments: ReportFormat.allCases)
  func formats(format: ReportFormat) throws {
    let text = "{ x = 1; \u{1B}\u{202E} }"
    let source = SourceText(name: Self.name, text: text)
    let range = SourceRange(9..<12)
    let diagnostic = Diagnostic(
      "made-up", "message \(Self.name)", at: range,
      notes: [Diagnostic.Note("note \(Self.name)", at: range)], suggestion: "help \(Self.name)")
    let reporter = Reporter(format: format, style: .plain, columns: 80)
    let report = reporter.text([diagnostic], source)
    Self.expectHarmless(report, format.rawValue)
    switch format {
    case .text: #expect(report.split(separator: "\n").count == 7)
    case .github:
      #expect(report.split(separator: "\n").count == 1)
      #expect(report.contains("file=a\u{FFFD}[31m%0A%3A%3Aerror%3A%3Ax"))
    case .json, .sarif:
      let object = try JSONSerialization.jsonObject(with: Data(report.utf8))
      // Programs get the name as it is.
      #expect("\(object)".contains("\u{202E}"))
    }
  }

  @Test(
    "messages of every command",
    arguments: [
      ["generate", "NAME"], ["generate", "good.nix", "-o", "NAME/x"], ["check", "NAME"],
      ["check", "good.nix", "NAME"], ["diff", "good.nix", "NAME"], ["show", "NAME"],
      ["place", "NAME"], ["plan", "NAME", "good.nix"], ["import", "NAME"], ["NAME"],
      ["help", "NAME"], ["completions", "NAME"], ["generate", "--NAME"],
      ["check", "--format=NAME"],
      ["generate", "good.nix", "NAME"], ["show", "good.nix", "--host", "NAME"],
      ["check", "fleet.nix", "--host", "NAME"], ["generate", "bad.nix"], ["check", "bad.nix"],
      ["check", "bad.nix", "--format=github"], ["check", "bad.nix", "--format=json"],
      ["check", "bad.nix", "--format=sarif"], ["check", "fleet.nix", "virtual"],
      ["diff", "fleet.nix", "virtual"],
    ])
  func commands(arguments: [String]) throws {
    let place = try Workplace()
    try place.write("good.nix", Workplace.description)
    try place.write("fleet.nix", "{ hosts.alpha.guests = { }; }\n")
    try place.write("virtual/\(Self.name).nix", Workplace.mark)
    try place.write("bad.nix", "{ guests.a.\"\(Self.name)\" = \"\(Self.name)\"; \u{1B} }\n")
    let result = try NixvirtProgram.run(
      arguments.map { $0.replacingOccurrences(of: "NAME", with: Self.name) }, in: place.folder.path)
    #expect(result.status != 0, "\(arguments)")
    Self.expectHarmless(result.errors, "\(arguments)")
    if arguments[0] != "diff" { Self.expectHarmless(result.output, "\(arguments)") }
  }

  @Test(
    "names and values out of a module and a description, in every report of changes and drawings",
    arguments: [
      ["diff", "guests.nix", "virtual.nix", "--semantic"], ["check", "guests.nix", "virtual.nix"],
      ["check", "guests.nix", "virtual.nix", "--format=github"],
      ["check", "guests.nix", "virtual.nix", "--format=json"],
      ["check", "guests.nix", "virtual.nix", "--format=sarif"], ["plan", "old.nix", "guests.nix"],
      ["plan", "old.nix", "guests.nix", "--format=json"], ["show", "guests.nix"],
      ["show", "guests.nix", "--format=dot"], ["show", "guests.nix", "--format=mermaid"],
      ["show", "guests.nix", "--format=svg"], ["show", "guests.nix", "--format=json"],
      ["show", "guests.nix", "--format=ansible"], ["show", "guests.nix", "--format=ssh"],
      ["import", "hand.nix"],
    ])
  func values(arguments: [String]) throws {
    let place = try Workplace()
    // Valid where any text is: arguments of QEMU, and paths but for their control characters.
    let path = "/srv/\u{202E}\u{2028}|%:,é"
    func description(_ more: String) -> String {
      """
      { host.nic = "eno1"; guests.a = { diskSize = "9g"; \(more)
        disks.d.path = "\(path)"; shares.s = { source = "\(path)s"; target = "/mnt"; }; }; }

      """
    }
    try place.write("old.nix", description(""))
    #expect(try place.run("generate", "old.nix", "-o", "virtual.nix").status == 0)
    let module = try place.read("virtual.nix")
    let nasty = Self.name.replacingOccurrences(of: "\"", with: "\\\"")
    // A guest that only the module has, under a name that no description can have.
    let edited = module.replacingOccurrences(of: "    a = {", with: "    \"\(nasty)\" = {")
    #expect(edited != module)
    try place.write("virtual.nix", edited)
    try place.write(
      "guests.nix",
      description("memory = \"2g\"; extraArgs = [ \"-name\" \"x\u{202E}\u{2028}|\" ];")
        .replacingOccurrences(of: "disks.d", with: "disks.e"))
    try place.write(
      "hand.nix",
      """
      { virtualMachines."\(nasty)" = { memory = "\(nasty)"; diskSize = "9g"; "\(nasty)" = 1; };
        guests.b = { memory = "1g"; diskSize = "9g"; "\(nasty)" = "\(nasty)"; }; }

      """)
    let result = try NixvirtProgram.run(arguments, in: place.folder.path)
    #expect(!result.crashed && result.status != 2, "\(arguments): \(result.errors)")
    Self.expectHarmless(result.errors, "\(arguments)")
    // What programs read has values as they are, escaped as their languages do.
    let isData = ["--format=json", "--format=sarif"].contains(arguments.last ?? "")
    if isData { _ = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) }
    Self.expectHarmless(result.output, "\(arguments)")
  }

  @Test("a module's comment, and the names in a difference that patch reads")
  func moduleAndDiff() throws {
    let place = try Workplace()
    let name = Self.name.replacingOccurrences(of: "/", with: "")
    try place.write("\(name).nix", Workplace.description)
    let module = try place.run("generate", "\(name).nix")
    Self.expectHarmless(module.output, "the module")
    #expect(module.output.split(separator: "\n").prefix(2).allSatisfy { $0.hasPrefix("# ") })
    #expect(module.output.split(separator: "\n")[2].hasPrefix("{"))
    let diff = try place.run("diff", "guests.nix", "\(name)-module.nix")
    Self.expectHarmless(diff.output, "the difference")
    #expect(diff.output.contains("+++ \"b/a\\033[31m\\012"))
    let patch = try #require(ExternalTool.find("patch"), "patch is not installed")
    let patched = try ExternalTool.run(patch, ["-p1"], input: diff.output, in: place.folder.path)
    #expect(patched.status == 0, "\(patched.output)")
    #expect(try place.run("check", "guests.nix", "\(name)-module.nix").status == 0)
  }

  @Test("what a module holds does not reach a terminal, and reaches patch as it is")
  func difference() {
    let diff = UnifiedDiff(from: "a\u{1B}[2J\tb\u{202E}\n", to: "b\n", oldName: "x", newName: "y")
    #expect(diff.text(.plain, isShown: false).contains("-a\u{1B}[2J\tb\u{202E}\n"))
    #expect(diff.text(.plain, isShown: true).contains("-a\u{FFFD}[2J\tb\u{FFFD}\n"))
  }

  @Test("a long value is cut, in every format", arguments: ReportFormat.allCases)
  func long(format: ReportFormat) {
    let long = String(repeating: "x", count: 100_000)
    let source = SourceText(name: "guests.nix", text: "{ \(long) = 1; }")
    let diagnostic = Diagnostic(
      "made-up", "start \(long) end", at: SourceRange(2..<100_002), suggestion: "write \(long)")
    let report = Reporter(format: format, style: .plain, columns: 80).text([diagnostic], source)
    #expect(report.utf8.count < 4000)
    #expect(report.contains("start xxx"))
    #expect(report.contains("xxx end"))
  }

  @Test(
    "reports of one long line are linear in their diagnostics", arguments: ReportFormat.allCases)
  func linear(format: ReportFormat) {
    let reporter = Reporter(format: format, style: .plain, columns: 80)
    func seconds(_ count: Int) -> Double {
      let source = SourceText(
        name: "guests.json", text: String(repeating: "\"é\":5,", count: count))
      let diagnostics = (0..<count).map { index in
        Diagnostic("made-up", "message", at: SourceRange(index * 7..<index * 7 + 3))
      }
      let start = ContinuousClock.now
      #expect(reporter.text(diagnostics, source).utf8.count > count * 20)
      let time = ContinuousClock.now - start
      return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }
    _ = seconds(100)
    // Eight times as many took 64 times as long.
    #expect(seconds(8000) < 24 * max(seconds(1000), 0.01))
  }
}
