import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Broken descriptions by the thousand, or as many as `NIX_MUTATIONS` says: each gives a module or diagnostics, and nothing else.
@Suite("Mutated descriptions")
struct FuzzTests {
  private static let seeds: [([UInt8], DescriptionFormat)] =
    ["modules", "fleets", "diagnostics"]
    .flatMap { folder in GoldenFiles.cases(in: folder).map { "\(folder)/\($0)" } }
    .flatMap { path in
      [("guests.nix", DescriptionFormat.nix), ("guests.json", .json)].compactMap { name, format in
        let url = GoldenFiles.folder.appendingPathComponent("\(path)/\(name)")
        return (try? Data(contentsOf: url)).map { (Array($0), format) }
      }
    }
    .filter { $0.0.count < 2000 && !$0.0.isEmpty }

  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", "(", ")", "\"", "''", "${", ";", "=", ".", "guests", "hosts", "null",
      "true", "-1",
      "99999999999999999999", "let", "rec", "with", "inherit", "/*", "#", "\\", "\n", "\r", "\0",
      "\u{FEFF}", "é", "1g", "diskSize", "a.b.c", "...", "@", ":", ",", "./x", "<a>", "or",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  private static let batches = 20
  private static let count =
    ProcessInfo.processInfo.environment["NIX_MUTATIONS"].flatMap { Int($0) }
    ?? Effort.count(1_500, long: 20_000)

  @Test("bytes and pieces are changed, dropped, doubled and swapped", arguments: 0..<batches)
  func mutated(batch: Int) {
    var random = RandomSource(seed: UInt64(batch))
    for _ in 0..<Self.count / Self.batches {
      var (bytes, format) = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, &random) }
      Self.check(bytes, format)
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout RandomSource) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.replaceSubrange(place..<end, with: [])
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.removeSubrange(place...)
    default:
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      bytes.insert(contentsOf: piece, at: place)
    }
  }

  private static func check(_ bytes: [UInt8], _ format: DescriptionFormat) {
    let source = SourceText(name: "guests.nix", bytes: bytes)
    let result = Pipeline.subject(of: source, format: format)
    let hasErrors = result.diagnostics.contains { $0.severity == .error }
    if hasErrors == (result.value != nil) {
      Issue.record("a host or findings: \(String(decoding: bytes, as: UTF8.self))")
    }
    let placement =
      bytes.contains("hosts".utf8)
      ? Pipeline.placement(of: source, format: format, assignment: Assignment()) : nil
    for host in hosts(result.value) + hosts((placement?.value).map { Subject.fleet($0.fleet) })
    where Pipeline.module(of: host, context: ModuleContext()).value == nil {
      Issue.record("not rendered: \(String(decoding: bytes, as: UTF8.self))")
    }
    if let placement = placement?.value {
      for guest in placement.assignment.hosts.keys { _ = placement.explanation(of: guest) }
    }
    let report = TextReport(source: source, style: .plain, columns: 80)
      .text(result.diagnostics + (placement?.diagnostics ?? []))
    if report.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }) {
      Issue.record("a control character is printed: \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private static func hosts(_ described: Subject?) -> [VirtModel.Host] {
    switch described {
    case .host(let overview): [overview.host]
    case .fleet(let fleet): fleet.machines.map(\.host)
    case nil: []
    }
  }

  @Test(
    "nothing of a private key is printed, in any format",
    arguments: ReportFormat.allCases)
  func secrets(format: ReportFormat) throws {
    let reporter = Reporter(format: format, style: .plain, columns: 80)
    let body = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----\n\(body)\n-----END OPENSSH PRIVATE KEY-----"
    for text in [
      "{ host.sshKeys = [ ''\n\(key)\n'' ]; guests = { }; }",
      "{ host.sshKeys = ''\n\(key)\n''; guests = { }; }",
      "{ host.nic = \"\(key.replacingOccurrences(of: "\n", with: "\\n"))\"; guests = { }; }",
      "{ nothing = ''\n\(key)\n''; guests = { }; }",
      "{ host.sshKeys = [ ''\n\(key)\n'' ; guests = { }; }",
      "{ host.sshKeys = [ ''\n\(key)\n ]; guests = { }; }",
      "{ host.sshKeys = [\n\(key)\n]; guests = { }; }",
    ] {
      let source = SourceText(name: "guests.nix", text: text)
      let result = Pipeline.module(of: source, format: .nix, context: ModuleContext())
      #expect(result.value == nil)
      #expect(!reporter.text(result.diagnostics, source).contains("c2VjcmV0"), "\(text)")
    }
  }

  @Test("large texts and deep nesting")
  func limits() {
    let long = String(repeating: "x", count: 1 << 20)
    for text in [
      "{ guests.\(long).diskSize = \"1g\"; }",
      "{ guests.a = { diskSize = \"1g\"; extraArgs = [ \"\(long)\" ]; }; }",
      "{ host.nic = \"\(long)\"; guests = { }; }", String(repeating: "{ a = ", count: 100_000),
      String(repeating: "[", count: 1 << 20),
      "{ " + String(repeating: "a.", count: 100_000) + "b = 1; }",
    ] {
      Self.check(Array(text.utf8), .nix)
      Self.check(Array(text.utf8), .json)
    }
  }
}
