import Foundation
import TestSupport
import Testing

@testable import nixvirt

private let patch = ExternalTool.find("patch")

/// The differences that `nixvirt diff` prints.
@Suite("Unified differences")
struct UnifiedDiffTests {
  private static func diff(_ old: String, _ new: String) -> String {
    UnifiedDiff(from: old, to: new, oldName: "a/f", newName: "b/f").text(.plain, isShown: false)
  }

  @Test("changes that are far apart are hunks of their own, each with three lines around it")
  func hunks() {
    let old = (1...12).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n", with: "two\n", maxReplacements: 1).replacing("11\n", with: "")
    #expect(
      Self.diff(old, new) == """
        --- a/f
        +++ b/f
        @@ -1,5 +1,5 @@
         1
        -2
        +two
         3
         4
         5
        @@ -8,5 +8,4 @@
         8
         9
         10
        -11
         12

        """)
  }

  @Test("lines of a private key are not shown around a change either")
  func keyBesideChange() {
    func text(_ last: String) -> String {
      """
      first = true;
      -----BEGIN OPENSSH PRIVATE KEY-----
      b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
      -----END OPENSSH PRIVATE KEY-----
      last = \(last);

      """
    }
    let hidden = " (not shown: this line has a private key, or part of one)\n"
    #expect(
      Self.diff(text("true"), text("false"))
        == "--- a/f\n+++ b/f\n@@ -2,4 +2,4 @@\n\(hidden)\(hidden)\(hidden)"
        + "-last = true;\n+last = false;\n")
  }

  @Test("lines that look alike and have other bytes differ")
  func bytes() {
    #expect(Self.diff("\u{E9}\n", "e\u{301}\n").hasSuffix("-\u{E9}\n+e\u{301}\n"))
  }

  @Test("changes with at most six lines between them are one hunk")
  func merged() {
    let old = (1...8).map { "\($0)\n" }.joined()
    let diff = Self.diff(old, old.replacing("1\n", with: "one\n").replacing("8\n", with: "eight\n"))
    #expect(diff.contains("@@ -1,8 +1,8 @@") && diff.ranges(of: "@@ -").count == 1, "\(diff)")
  }

  @Test("a last line without a line break is marked, on the side that lacks it")
  func lastLine() {
    let mark = "\\ No newline at end of file\n"
    #expect(Self.diff("a\n", "a").hasSuffix("@@ -1 +1 @@\n-a\n+a\n\(mark)"))
    #expect(Self.diff("a", "a\n").hasSuffix("@@ -1 +1 @@\n-a\n\(mark)+a\n"))
    #expect(Self.diff("a", "b").hasSuffix("@@ -1 +1 @@\n-a\n\(mark)+b\n\(mark)"))
    #expect(Self.diff("", "a").hasSuffix("@@ -0,0 +1 @@\n+a\n\(mark)"))
    #expect(Self.diff("a\nb\n", "").hasSuffix("@@ -1,2 +0,0 @@\n-a\n-b\n"))
  }

  @Test(
    "patch makes the new text of the old one and the difference",
    .enabled(if: patch != nil, "patch is not installed"))
  func patches() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = RandomSource(seed: 18)
    var script = ""
    let cases = 60
    for number in 0..<cases {
      let old = Self.text(&random, count: Int.random(in: 0...40, using: &random))
      let new = Self.changed(old, &random)
      let texts = [old, new].map { $0.joined() }
      for (name, text) in zip(["old", "new"], texts) + [("diff", Self.diff(texts[0], texts[1]))] {
        try Data(text.utf8).write(to: folder.appendingPathComponent("\(number).\(name)"))
      }
      if texts[0] != texts[1] {
        script += "\(patch ?? "") -s -o \(number).made \(number).old \(number).diff\n"
        script += "cmp \(number).made \(number).new\n"
      }
    }
    #expect(script.split(separator: "\n").count > cases)
    let result = try ExternalTool.run("/bin/sh", ["-ec", script], in: folder.path)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  /// Lines of few kinds, so that many are equal; the last one may lack its line break.
  private static func text(_ random: inout RandomSource, count: Int) -> [String] {
    var lines = (0..<count).map { _ in
      ["a\n", "b\n", "\n", "  é\n", "e\u{301}\n"].randomElement(using: &random) ?? "\n"
    }
    if Bool.random(using: &random), let last = lines.popLast() {
      lines.append(last == "\n" ? "z" : String(last.dropLast()))
    }
    return lines
  }

  private static func changed(_ lines: [String], _ random: inout RandomSource) -> [String] {
    var result: [String] = []
    for line in lines {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: break
      case 1: result += ["new\n", line]
      case 2: result.append("c\n")
      default: result.append(line)
      }
    }
    // Only the last line may lack its line break.
    return result.enumerated().map {
      $1.hasSuffix("\n") || $0 == result.count - 1 ? $1 : $1 + "\n"
    }
  }
}
