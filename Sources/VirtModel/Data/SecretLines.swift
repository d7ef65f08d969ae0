import NixAST

/// The lines of a text that show a private key, or part of one.
public enum SecretLines {
  /// The lines, counted from 1: from the header of a key to its footer, those that may be part of its
  /// body, and the ends of a body beside them. The text need not be Nix, or anything else that is whole.
  public static func find(in source: SourceText) -> Set<Int> {
    var lines: [String] = []
    while let line = source.line(lines.count + 1) { lines.append(line) }
    var result = shortLines(of: lines)
    var index = 0
    while index < lines.count {
      if PrivateKeyText.isSuspicious(lines[index]) || hasPieces(lines[index]) {
        if let footer = footer(of: index, in: lines) {
          result.formUnion(index...footer)
          index = footer + 1
          continue
        }
        result.insert(index)
        // The rest of a body, and its beginning.
        var next = index + 1
        while next < lines.count, isBody(lines[next]) {
          result.insert(next)
          next += 1
        }
        var last = index - 1
        while last >= 0, !result.contains(last), isBody(lines[last]) {
          result.insert(last)
          last -= 1
        }
      }
      index += 1
    }
    return Set(result.map { $0 + 1 })
  }

  /// Whether short pieces of base64 side by side, as in `[ "b3BlbnNz" "aC1rZXkt" ]`, may be of a key.
  private static func hasPieces(_ line: String) -> Bool {
    var run: [Substring.UTF8View] = []
    func isOfKey() -> Bool {
      run.count > 2
        && PrivateKeyText.isSuspicious(String(decoding: run.joined(), as: UTF8.self))
    }
    for piece in line.utf8.split(whereSeparator: isAround) {
      if piece.count >= 8, PrivateKeyText.isTail(Substring(piece)) {
        run.append(piece)
      } else {
        if isOfKey() { return true }
        run = []
      }
    }
    return isOfKey()
  }

  /// The diagnostics about a module, without anything of a private key in it.
  public static func hide(in diagnostics: [Diagnostic], of module: SourceText) -> [Diagnostic] {
    Secrets.hide(in: diagnostics, of: module, owner: "the module")
  }

  /// The last line of a key whose header is in a line: nil if it has none, or it is in the same line.
  private static func footer(of header: Int, in lines: [String]) -> Int? {
    guard let begin = lines[header].ranges(of: "BEGIN ").last?.upperBound,
      !lines[header][begin...].contains("-END ")
    else { return nil }
    return lines.indices[header...].prefix(400).dropFirst().first { lines[$0].contains("-END ") }
  }

  /// Lines of a few letters of base64 each, one below the other, that may be a key together.
  private static func shortLines(of lines: [String]) -> Set<Int> {
    var result: Set<Int> = []
    var run: [Int] = []
    var text = ""
    func end() {
      if run.count > 2, PrivateKeyText.isSuspicious(text) { result.formUnion(run) }
      run = []
      text = ""
    }
    for (index, line) in lines.enumerated() {
      let content = content(of: line)
      if PrivateKeyText.isTail(content) {
        run.append(index)
        text += content
      } else {
        end()
      }
    }
    end()
    return result
  }

  /// Characters that Nix, JSON or a comment puts around a line of a key.
  private static func isAround(_ byte: UInt8) -> Bool {
    // Each byte of a description is looked at: a set would hash it.
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "#"),
      UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }

  /// A line without what is around its text.
  private static func content(of line: String) -> Substring {
    var content = line[...]
    while let first = content.utf8.first, isAround(first) { content.removeFirst() }
    while let last = content.utf8.last, isAround(last) { content.removeLast() }
    // The rest of an escaped line break.
    if content.hasSuffix("\\n") { content.removeLast(2) }
    return content
  }

  /// Whether there is nothing but one word of base64 in a line, or a header of a key such as
  /// `Proc-Type: 4,ENCRYPTED`, in whatever Nix, JSON or a comment puts around it.
  private static func isBody(_ line: String) -> Bool {
    let content = content(of: line)
    if PrivateKeyText.isTail(content) { return true }
    let words = content.split(separator: ": ", maxSplits: 1)
    return words.count == 2 && words[0].contains("-")
      && words[0].utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "-") }
  }
}
