import Foundation
import NixAST
import TestSupport
import Testing

/// What docs/nixast.md shows is what comes out.
@Suite("The page that teaches the library")
struct PageTests {
  /// The fenced blocks of the page, in order.
  private let blocks: [(language: String, text: String)]
  private let examples: String

  init() throws {
    let docs = GoldenFiles.repository.appendingPathComponent("docs/nixast.md")
    let page = String(decoding: try Data(contentsOf: docs), as: UTF8.self)
    let parts = page.components(separatedBy: "```")
    blocks = stride(from: 1, to: parts.count - 1, by: 2).map { index in
      let lines = parts[index].components(separatedBy: "\n")
      return (lines[0], lines.dropFirst().joined(separator: "\n"))
    }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("PageExamples.swift")
    examples = String(decoding: try Data(contentsOf: source), as: UTF8.self)
  }

  @Test("every example is compiled as it stands on the page")
  func compiled() {
    let swift = blocks.filter { $0.language == "swift" }
    #expect(swift.count == PageExamples.all.count)
    for block in swift {
      let lines = block.text.components(separatedBy: "\n")
      let indented = lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
      #expect(examples.contains(indented), "\(block.text)")
    }
  }

  @Test("every example prints what the page shows behind it")
  func output() throws {
    try #require(blocks.count == 2 * PageExamples.all.count)
    var index = 0
    for (block, shown) in zip(blocks, blocks.dropFirst()) where block.language == "swift" {
      #expect(["nix", "text"].contains(shown.language), "\(block.text)")
      #expect(try PageExamples.output(of: PageExamples.all[index]) == shown.text)
      index += 1
    }
  }
}
