import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Warnings are printed like errors, and fail a command only where they are denied.
@Suite("Warnings", .ownThreads)
struct WarningTests {
  private static let source = SourceText(name: "guests.nix", text: "{ x = 1; }\n")
  private static let warning = Diagnostic(
    "made-up", "this is odd", at: SourceRange(2..<3), severity: .warning, suggestion: "leave it out"
  )

  @Test(
    "every format has the level of a warning",
    arguments: [
      (ReportFormat.text, "guests.nix:1:3: warning: this is odd [made-up]\n"),
      (.github, "::warning file=guests.nix,line=1,col=3,"), (.json, "\"severity\": \"warning\""),
      (.sarif, "\"level\": \"warning\""),
    ])
  func formats(format: ReportFormat, text: String) {
    let reporter = Reporter(format: format, style: .plain, columns: 80)
    #expect(reporter.text([Self.warning], Self.source).contains(text))
  }

  @Test("a warning lets a value pass, unless warnings are denied", arguments: ReportFormat.allCases)
  func denied(format: ReportFormat) throws {
    for denies in [false, true] {
      let reporter = Reporter(format: format, style: .plain, columns: 80, deniesWarnings: denies)
      do throws(Failure) {
        let (value, report) = try reporter.accept(
          Checked(value: 5, diagnostics: [Self.warning]), Self.source)
        #expect(value == 5)
        #expect(report.contains("this is odd"))
        #expect(!denies)
      } catch {
        guard case .invalid(let outcome) = error else {
          Issue.record("\(error)")
          return
        }
        #expect(denies)
        #expect(outcome.status == .invalid)
        #expect((outcome.output + outcome.messages).contains("this is odd"))
        #expect(outcome.output.isEmpty == (format == .text))
        #expect(outcome.messages.contains("--deny-warnings") == (format == .text))
      }
      #expect(try reporter.accept(Checked(value: 5, diagnostics: []), Self.source).value == 5)
    }
  }

  @Test(
    "a file that is not there is warned about, in every format", arguments: ReportFormat.allCases)
  func missingFiles(format: ReportFormat) throws {
    let place = try Workplace()
    let folder = place.folder.path
    func description(_ image: String, _ modules: String = "") -> String {
      """
      { host.nic = "eno1"; host.sshKeys = [ "\(Self.publicKey)" ];
        guests.a = { image = \(image); };
        guests.b = { diskSize = "9g"; nixos.modules = [ \(modules) ]; }; }

      """
    }
    func warnings(_ text: String, _ name: String = "sub/guests.nix") throws -> Int {
      try place.write(name, text)
      let arguments = ["check", name, "sub/virtual.nix", "--format", format.rawValue]
      #expect(try place.run("generate", name, "-o", "sub/virtual.nix", "--force").status == 0)
      let result = try NixvirtProgram.run(arguments, in: folder)
      #expect(result.status == 0)
      let report = result.output + result.errors
      let denied = try NixvirtProgram.run(arguments + ["--deny-warnings"], in: folder)
      let count = report.components(separatedBy: "\" does not exist").count - 1
      #expect(denied.status == (count == 0 ? 0 : 3))
      return count
    }
    #expect(try warnings(description("./a.img")) == 1)
    try place.write("a.img", "beside the caller, not the description")
    #expect(try warnings(description("./a.img")) == 1)
    #expect(try warnings(description("../a.img", "./b.nix ./c.nix")) == 2)
    try place.write("sub/b.nix", "{ }")
    try FileManager.default.createDirectory(
      atPath: "\(folder)/sub/c.nix", withIntermediateDirectories: true)
    #expect(try warnings(description("../a.img", "./b.nix ./c.nix")) == 0)
    #expect(try warnings(description("\(folder)/a.img")) == 0)
    #expect(try warnings(description("\(folder)/b.img")) == 1)
    // A file of the host, which need not be this machine.
    #expect(try warnings(description("\"/srv/nowhere/a.img\"")) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/sub/link.img", withDestinationPath: "nowhere")
    #expect(try warnings(description("./link.img")) == 1)
    let fleet = "{ hosts.alpha = \(description("./a.img")); }"
    try place.write("sub/fleet.nix", fleet)
    let report = try place.run("show", "sub/fleet.nix").errors
    #expect(report.contains("guests.a.image: \"./a.img\" does not exist [missing-file]"))
    let json = #"{ "guests": { "a": { "image": "./a.img" } } }"#
    #expect(
      try NixvirtProgram.run(["show", "-"], input: json, in: "\(folder)/sub").errors
        .contains("does not exist"))
    #expect(
      try !NixvirtProgram.run(["show", "-"], input: json, in: folder).errors
        .contains("does not exist"))
  }

  private static let publicKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"

  @Test("import prints its description, and fails where warnings are denied")
  func importing() throws {
    let place = try Workplace()
    try place.write("old.nix", "{ guests.a = { memory = \"1g\"; diskSize = \"1g\"; odd = 1; }; }\n")
    let taken = try place.run("import", "old.nix")
    #expect(taken.status == 0)
    #expect(taken.errors.contains("warning: "))
    let denied = try place.run("import", "old.nix", "--deny-warnings")
    #expect(denied.status == 3)
    #expect(denied.output == taken.output)
    #expect(denied.errors == taken.errors + Reporter.denial)
  }

  @Test("every id is explained, and no other")
  func explained() throws {
    let place = try Workplace()
    let ids = DiagnosticID.allCases.map(\.rawValue) + ModuleState.allCases.map(\.rawValue)
    #expect(ids.count > 60)
    for id in ids.filter({ $0.hasPrefix("u") || $0.hasSuffix("module") }) {
      let result = try place.run("explain", id)
      #expect(result.status == 0)
      #expect(result.output.hasPrefix("\(id)\n\n"))
      #expect(result.output.split(separator: "\n").count >= 2)
    }
    let unknown = try place.run("explain", "unknown-kez")
    #expect(unknown.status == 2)
    #expect(
      unknown.errors.hasPrefix("nixvirt: ID is unknown: 'unknown-kez'; did you mean unknown-key?"))
  }

  @Test("commands that read a description know the option")
  func known() {
    let names = ["generate", "diff", "check", "show", "reach", "place", "plan", "import"]
    let having = Commands.all.filter { $0.options.contains { $0.name == "deny-warnings" } }
    #expect(having.map(\.name).sorted() == names.sorted())
  }

  @Test(
    "a text in the other language is named as such",
    arguments: [
      ("x.nix", "{\"guests\": {}}", "help: this is JSON: rename the file to x.json\n"),
      ("x.json", "{ guests = { }; }", "help: this is Nix: rename the file to x.nix\n"),
      (
        "my guests.nix", "let x = 1; in { }",
        "help: let Nix evaluate it: nix-instantiate --eval --strict --json --read-write-mode"
          + " 'my guests.nix' | nixvirt generate -\n"
      ),
    ])
  func language(name: String, text: String, help: String) throws {
    let place = try Workplace()
    try place.write(name, text)
    let result = try place.run("check", name)
    #expect(result.status == 3)
    #expect(result.errors.hasSuffix(help))
    #expect(result.errors.split(separator: "\n").count { $0.contains(": error: ") } == 1)
  }

  @Test("the command that evaluates names the user's file, also after another error")
  func evaluated() throws {
    let place = try Workplace()
    try place.write("mine.nix", "{ guests.b.zz = 1; guests.a = f 1; }")
    let result = try place.run("check", "mine.nix")
    #expect(result.errors.contains("--read-write-mode mine.nix | nixvirt generate -\n"))
  }
}
