import Foundation
import NixAST
import TestSupport
import Testing

private let nix = ExternalTool.find("nix-instantiate")

/// Every Nix file of the directory that `NIX_CORPUS` names: nixpkgs, say.
@Suite("Files of a corpus", .enabled(if: Corpus.folder != nil, "NIX_CORPUS names no folder"))
struct CorpusTests {
  private let files: [(path: String, file: NixFile)]
  private let refused: [String]

  init() throws {
    var files: [(String, NixFile)] = []
    var refused: [String] = []
    for url in Corpus.files(in: try #require(Corpus.folder)) {
      guard let data = try? Data(contentsOf: url) else { continue }
      let parsed = NixFile.parse(SourceText(name: url.path, bytes: Array(data)))
      if let file = parsed.value {
        files.append((url.path, file))
      } else if !Self.isStricter(parsed.diagnostics) {
        refused.append(url.path)
      }
    }
    try #require(!files.isEmpty)
    self.files = files
    self.refused = refused
  }

  /// Nix takes files with other bytes than UTF-8, and with zeros in them; this parser does not.
  private static func isStricter(_ diagnostics: [Diagnostic]) -> Bool {
    diagnostics.contains { ["invalid-utf8", "nul-in-source"].contains($0.id) }
  }

  /// Nix 2.8 does not know the pipes, and later ones want an experimental feature for them.
  private func hasPipe(_ path: String) throws -> Bool {
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    return text.contains("|>") || text.contains("<|")
  }

  @Test("what is rendered is the same program, and rendering it again gives the same bytes")
  func roundTrip() throws {
    for (path, file) in files {
      let text = try file.rendered()
      let again = NixFile.parse(SourceText(name: path, text: text))
      #expect(again.value == file, "\(path): \(again.diagnostics)")
      #expect(try again.value?.rendered() == text, "\(path)")
    }
  }

  /// Nix also refuses variables that are not bound, which is no matter of syntax.
  @Test(
    "real Nix takes what is taken, and refuses what is refused",
    .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func agreement() throws {
    for path in refused { #expect(try !accepts(path), "\(path) is refused here and taken by Nix") }
    for batch in files.map(\.path).batches(of: 500) {
      let result = try ExternalTool.run(try #require(nix), ["--parse"] + batch)
      if result.status == 0 { continue }
      for path in batch where try !accepts(path) && !hasPipe(path) {
        Issue.record("\(path) is taken here and refused by Nix")
      }
    }
  }

  private func accepts(_ path: String) throws -> Bool {
    let result = try ExternalTool.run(try #require(nix), ["--parse", path])
    return result.status == 0 || result.errors.contains("undefined variable")
  }

  @Test(
    "real Nix takes what is rendered, and an official formatter leaves it as it is",
    .enabled(if: nix != nil, "nix-instantiate is not installed"))
  func rendered() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var written: [String: String] = [:]
    for (index, (path, file)) in files.enumerated() {
      let url = folder.appendingPathComponent("\(index).nix")
      try Data(try file.rendered().utf8).write(to: url)
      written[url.path] = path
    }
    for batch in written.keys.sorted().batches(of: 500) {
      let result = try ExternalTool.run(try #require(nix), ["--parse"] + batch)
      for path in batch where try result.status != 0 && !hasPipe(path) {
        #expect(try accepts(path), "the rendering of \(written[path] ?? "") is refused by Nix")
      }
      guard let nixfmt = ExternalTool.find("nixfmt") else { continue }
      let formatted = try ExternalTool.run(nixfmt, ["--check"] + batch)
      for line in formatted.errors.split(separator: "\n") {
        let path = line.split(separator: ":").first.map(String.init) ?? ""
        Issue.record("\(line) (\(written[path] ?? ""))")
      }
    }
  }
}

extension [String] {
  fileprivate func batches(of size: Int) -> [[String]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
