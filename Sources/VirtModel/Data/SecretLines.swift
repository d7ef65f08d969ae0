import NixAST

/// The lines of a text that show a private key, or part of one.
package enum SecretLines {
  /// The lines, counted from 1: from the header of a key to its footer, those that may be part of its
  /// body, and the ends of a body beside them. The text need not be Nix, or anything else that is whole.
  package static func find(in source: SourceText) -> Set<Int> {
    source.bytes.withUnsafeBufferPointer { Search(source, $0).lines }
  }

  /// The diagnostics about a module, without anything of a private key in it.
  package static func hide(in diagnostics: [Diagnostic], of module: SourceText) -> [Diagnostic] {
    Secrets.hide(in: diagnostics, of: module, owner: "the module")
  }
}

/// Looks at the lines of a text. Nearly all have nothing, so they are looked at where they are: texts
/// are made of the others only.
private struct Search {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private let source: SourceText
  private let bytes: Bytes
  /// The lines that were found, counted from 1.
  private(set) var lines: Set<Int> = []

  init(_ source: SourceText, _ bytes: Bytes) {
    self.source = source
    self.bytes = bytes
    findShortLines()
    findPieces()
    var number = 1
    while number <= source.lineCount {
      let line = line(number)
      if PrivateKeyText.isSuspicious(line) || Self.hasPieces(line) {
        if let footer = footer(of: number) {
          lines.formUnion(number...footer)
          number = footer + 1
          continue
        }
        lines.insert(number)
        // The rest of a body, and its beginning.
        var next = number + 1
        while next <= source.lineCount, isBody(next) {
          lines.insert(next)
          next += 1
        }
        var last = number - 1
        while last > 0, !lines.contains(last), isBody(last) {
          lines.insert(last)
          last -= 1
        }
      }
      number += 1
    }
  }

  private func line(_ number: Int) -> Bytes {
    Bytes(rebasing: bytes[source.lineRange(number)])
  }

  /// Whether short pieces of base64 side by side, as in `[ "b3BlbnNz" "aC1rZXkt" ]`, may be of a key.
  private static func hasPieces(_ line: Bytes) -> Bool {
    var run: [Slice<Bytes>] = []
    var start = 0
    while start < line.count {
      let end = line[start...].firstIndex(where: isAround) ?? line.count
      let piece = line[start..<end]
      start = end + 1
      if piece.count >= 8, PrivateKeyText.isTail(piece) {
        run.append(piece)
      } else if !piece.isEmpty {
        if areOfKey(run) { return true }
        run = []
      }
    }
    return areOfKey(run)
  }

  private static func areOfKey(_ pieces: [Slice<Bytes>]) -> Bool {
    // A list of names has no digit.
    pieces.count > 2 && pieces.contains { !$0.allSatisfy(ASCII.isLetter) }
      && Array(pieces.joined()).withUnsafeBufferPointer(PrivateKeyText.isSuspicious)
  }

  /// The last line of a key whose header is in a line: nil if it has none, or it is in the same line.
  private func footer(of header: Int) -> Int? {
    guard let line = source.line(header), let begin = line.ranges(of: "BEGIN ").last?.upperBound,
      !line[begin...].contains("-END ")
    else { return nil }
    return (header + 1..<header + 400).first { source.line($0)?.contains("-END ") ?? false }
  }

  /// Finds lines of a few letters of base64 each, one below the other, that may be a key together.
  private mutating func findShortLines() {
    var run: [Slice<Bytes>] = []
    for number in 1...source.lineCount + 1 {
      let content = number <= source.lineCount ? Self.content(of: line(number)) : bytes[..<0]
      if PrivateKeyText.isTail(content) {
        run.append(content)
      } else {
        if Self.areOfKey(run) { lines.formUnion(number - run.count..<number) }
        if !run.isEmpty { run = [] }
      }
    }
  }

  // MARK: - Pieces among other text

  /// Finds lines below each other with a piece of a key each, as in `# key: b3BlbnNzaC1r`.
  private mutating func findPieces() {
    var run = 0
    var text: [UInt8] = []
    for number in 1...source.lineCount + 1 {
      if number <= source.lineCount, let word = longestWord(number),
        PrivateKeyText.isPiece(word, after: line(number)[..<word.startIndex])
      {
        run += 1
        text += word
        continue
      }
      // Names of settings may look like pieces, but have hardly a digit.
      if run > 2, text.count(where: ASCII.isDigit) * 16 >= text.count {
        insertAlike(number - run..<number)
      }
      if run > 0 { (run, text) = (0, []) }
    }
  }

  /// Adds lines, and those around them in which the same stands before the longest word: the last piece of a
  /// key is short, and one of the others may look like a name.
  private mutating func insertAlike(_ found: Range<Int>) {
    lines.formUnion(found)
    for (start, step) in [(found.upperBound, 1), (found.lowerBound - 1, -1)] {
      let before = beforeWord(start - step)
      var number = start
      while (1...source.lineCount).contains(number), longestWord(number) != nil,
        beforeWord(number) == before
      {
        lines.insert(number)
        number += step
      }
    }
  }

  private func longestWord(_ number: Int) -> Slice<Bytes>? {
    let line = line(number)
    var longest = line[..<0]
    var start = 0
    while line.count - start > longest.count {
      let end = line[start...].firstIndex { !PrivateKeyText.isBase64($0) } ?? line.count
      if end - start > longest.count { longest = line[start..<end] }
      start = end + 1
    }
    return longest.isEmpty ? nil : longest
  }

  /// The text before the longest word of a line, without digits: pieces may be counted.
  private func beforeWord(_ number: Int) -> [UInt8] {
    line(number)[..<(longestWord(number)?.startIndex ?? 0)].filter { !ASCII.isDigit($0) }
  }

  // MARK: - Lines of nothing else

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
  private static func content(of line: Bytes) -> Slice<Bytes> {
    var (start, end) = (0, line.count)
    while start < end, isAround(line[start]) { start += 1 }
    while start < end, isAround(line[end - 1]) { end -= 1 }
    // The rest of an escaped line break.
    if line[start..<end].suffix(2).elementsEqual("\\n".utf8) { end -= 2 }
    return line[start..<end]
  }

  /// Whether there is nothing but one word of base64 in a line, or a header of a key such as
  /// `Proc-Type: 4,ENCRYPTED`, in whatever Nix, JSON or a comment puts around it.
  private func isBody(_ number: Int) -> Bool {
    let content = Self.content(of: line(number))
    if PrivateKeyText.isTail(content) { return true }
    let words = String(decoding: content, as: UTF8.self).split(separator: ": ", maxSplits: 1)
    return words.count == 2 && words[0].contains("-")
      && words[0].utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "-") }
  }
}
