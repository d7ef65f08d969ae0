import Foundation
import TestSupport
import Testing

/// What `nixvirt-guest console` lets through of what a guest writes. It runs the filter as it is in the
/// module, on whole texts and byte by byte: a guest decides where a read ends.
@Suite(
  "The filter of consoles", .ownThreads, .enabled(if: python != nil, "python3 is not installed"))
struct ConsoleFilterTests {
  @Test(
    "text, colours and the moves of full-screen programs pass",
    arguments: [
      "login: \r\n", "Grüße, 日本語 ✓\n", "\u{1b}[1;31mred\u{1b}[0m", "\u{1b}[2J\u{1b}[H",
      "\u{1b}[?1049h\u{1b}[?25l\u{1b}[10;20Hx\u{1b}[K\u{1b}[?25h\u{1b}[?1049l", "a\tb\u{8}\u{7}",
      "\u{1b}(B\u{1b}7\u{1b}8\u{1b}M", "\u{1b}[3;20r", "50% [####    ]\r",
    ])
  func passes(text: String) throws {
    #expect(try filtered(text) == text)
  }

  @Test(
    "what does more to a terminal does not",
    arguments: [
      // Titles, clipboards, notifications, links, files of terminals.
      ("a\u{1b}]0;title\u{7}b", "ab"), ("a\u{1b}]52;c;cm0gLXJm\u{7}b", "ab"),
      ("a\u{1b}]52;c;cm0gLXJm\u{1b}\\b", "ab"), ("a\u{1b}]8;;http://x\u{1b}\\b", "ab"),
      ("a\u{1b}]1337;File=name=eA==:AAAA\u{7}b", "ab"), ("a\u{1b}]777;notify;x;y\u{7}b", "ab"),
      // Questions: the answers would be typed.
      ("a\u{1b}[cb", "ab"), ("a\u{1b}[6nb", "ab"), ("a\u{1b}[>cb", "ab"), ("a\u{1b}[21tb", "ab"),
      ("a\u{1b}Zb", "ab"), ("a\u{1b}[?1;2cb", "ab"), ("a\u{1b}P$qm\u{1b}\\b", "ab"),
      ("a\u{1b}P+q544e\u{1b}\\b", "ab"), ("a\u{5}b", "ab"), ("a\u{1b}[x", "a"),
      // Modes that change what is typed or how the rest is read.
      ("a\u{1b}[?1000hb", "ab"), ("a\u{1b}[?1006hb", "ab"), ("a\u{1b}[?69hb", "ab"),
      ("a\u{1b}%@b", "ab"), ("a\u{1b}#8b", "ab"), ("a\u{1b}[!pb", "ab"), ("a\u{1b}cb", "ab"),
      ("a\u{1b}_x\u{1b}\\b", "ab"), ("a\u{1b}^x\u{1b}\\b", "ab"), ("a\u{1b}Xx\u{1b}\\b", "ab"),
      ("a\u{1b}[4ib", "ab"), ("a\u{1b}[5ib", "ab"), ("a\u{1b}[2hb", "ab"), ("a\u{1b}[1\"qb", "ab"),
      // C1 controls, direction marks, and NUL.
      ("a\u{9b}31mb", "a31mb"), ("a\u{9d}0;x\u{7}b", "a0;x\u{7}b"), ("a\u{90}q\u{9c}b", "aqb"),
      ("a\u{202e}b\u{2066}c", "abc"), ("a\u{0}b", "ab"), ("a\u{7f}b", "ab"),
      // A sequence in a sequence.
      ("a\u{1b}[\u{1b}]0;x\u{7}b", "ab"), ("a\u{1b}]0;x\u{1b}[6nb", "ab"),
      ("a\u{1b}\u{1b}[6nb", "ab"),
    ])
  func stops(text: String, shown: String) throws {
    #expect(try filtered(text) == shown)
  }

  @Test("bytes that are no text are shown as what they are, and a sequence without an end ends")
  func broken() throws {
    #expect(try filtered(bytes: [0x61, 0xFF, 0x62, 0xC3, 0x28]) == "a\u{FFFD}b\u{FFFD}(")
    let endless = try filtered("a\u{1b}]0;" + String(repeating: "x", count: 9000) + "\n")
    #expect(endless.hasPrefix("a") && !endless.contains("\u{1b}"))
  }

  @Test("random bytes never make a terminal do something")
  func random() throws {
    var source = RandomSource(seed: 7)
    let pieces: [[UInt8]] = [
      [0x1B], Array("[".utf8), Array("]".utf8), Array("0;".utf8), Array("6n".utf8), [0x07],
      Array("\u{1b}\\".utf8), [0x9B], [0xC2, 0x9B], Array("P".utf8), Array("?1000h".utf8), [0x61],
      Array("31m".utf8), Array("c".utf8), [0xE2], [0x80], [0xAE], [0x05],
    ]
    let bytes = (0..<20_000).flatMap { _ in pieces.randomElement(using: &source) ?? [] }
    let text = try filtered(bytes: bytes)
    let harmless =
      #"\u{1b}(\[(\?(1|7|12|25|47|1047|1049|2004)[hl]|[0-9;]*[A-Za-z@`])|[()][AB0]|[=>78DEHM])"#
    let rest = text.replacing(try Regex(harmless)) { match in
      // Of what ends in a letter, none asks anything.
      match.output[0].substring.map { "cnqtxi".contains($0.last ?? "c") ? String($0) : "" } ?? ""
    }
    #expect(
      rest.unicodeScalars.allSatisfy { scalar in
        "\n\r\t\u{8}\u{7}".unicodeScalars.contains(scalar)
          || scalar.properties.generalCategory != .control
            && scalar.properties.generalCategory != .format
      })
  }

  // MARK: - The filter

  private func filtered(_ text: String) throws -> String { try filtered(bytes: Array(text.utf8)) }

  /// What comes out; the same however the bytes are cut.
  private func filtered(bytes: [UInt8]) throws -> String {
    let file = GoldenFiles.repository.appendingPathComponent(
      "Sources/VirtModel/Programs/guest-console.py")
    let script = """
      import codecs, re, sys
      exec(open(sys.argv[1]).read())
      data = bytes.fromhex(sys.stdin.read())
      for size in 1, 7, max(len(data), 1):
          one = Filter()
          print("".join(one.feed(data[n:n + size]) for n in range(0, len(data), size)).encode().hex())
      """
    let hex = bytes.map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }.joined()
    let output = try ExternalTool.run(
      try #require(python), ["-I", "-c", script, file.path], input: hex)
    try #require(output.status == 0, "\(output.errors)")
    let outputs = output.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(outputs.count == 3)
    #expect(Set(outputs).count == 1, "it depends on where reads end")
    let digits = Array((outputs.last ?? "").utf8)
    let result = stride(from: 0, to: digits.count, by: 2).compactMap { place in
      UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

private let python = ExternalTool.find("python3")
