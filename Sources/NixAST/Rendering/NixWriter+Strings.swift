// Strings, paths and interpolations.

extension Str {
  /// The lines of an indented string: those that it is to be written in; nil if it is to be
  /// double-quoted.
  var lines: [[StrPart]]? {
    if form == .quoted { return nil }
    guard parts.contains(where: \.hasLineBreak), canBeIndented else { return nil }
    let lines = parts.lines
    if form == .automatic {
      guard lines.count > 2, lines[lines.count - 1].isEmpty else { return nil }
    }
    return lines
  }

  /// Whether the indented form means the same: its lines must not share an indentation, and blank
  /// ends must stay.
  private var canBeIndented: Bool {
    let lines = parts.lines
    guard let last = lines.last, last.isEmpty || !last.isBlank else { return false }
    let full = lines.filter { !$0.isBlank }
    return full.isEmpty
      ? lines.allSatisfy(\.isEmpty) : full.contains { !$0.startsWithSpace }
  }
}

extension [StrPart] {
  /// The parts of each line, without the line breaks.
  fileprivate var lines: [[StrPart]] {
    var lines: [[StrPart]] = [[]]
    for part in self {
      guard case .text(let text) = part else {
        lines[lines.count - 1].append(part)
        continue
      }
      let pieces = text.utf8.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index > 0 { lines.append([]) }
        if !piece.isEmpty { lines[lines.count - 1].append(.text(String(Substring(piece)))) }
      }
    }
    return lines
  }

  /// Only spaces.
  fileprivate var isBlank: Bool {
    allSatisfy { part in
      guard case .text(let text) = part else { return false }
      return text.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
    }
  }

  fileprivate var startsWithSpace: Bool {
    guard case .text(let text)? = first else { return false }
    return text.utf8.first == UInt8(ascii: " ")
  }
}

extension StrPart {
  fileprivate var hasLineBreak: Bool {
    guard case .text(let text) = self else { return false }
    return text.utf8.contains(UInt8(ascii: "\n"))
  }
}

extension NixWriter {
  mutating func string(_ string: Str) {
    if let lines = string.lines {
      indentedString(lines)
    } else {
      group { $0.quotedString(string) }
    }
  }

  mutating func quotedString(_ string: Str) {
    text("\"")
    for (index, part) in string.parts.enumerated() {
      switch part {
      case .text(let text):
        let isFollowed = index + 1 < string.parts.count
        self.text(Escaping.quoted(text, beforeInterpolation: isFollowed))
      case .interpolation(let expr): interpolation(expr)
      }
    }
    text("\"")
  }

  private mutating func indentedString(_ lines: [[StrPart]]) {
    group { writer in
      writer.text("''")
      writer.spacing(.line0)
      writer.nest { writer in
        for (index, line) in lines.enumerated() {
          if index > 0 { writer.spacing(.newlines(1)) }
          writer.line(line, isLast: index == lines.count - 1)
        }
      }
      writer.text("''")
    }
  }

  private mutating func line(_ parts: [StrPart], isLast: Bool) {
    var parts = parts[...]
    var spaces = ""
    if case .text(let text)? = parts.first {
      spaces = String(repeating: " ", count: text.utf8.prefix { $0 == UInt8(ascii: " ") }.count)
      let remainder = String(text.dropFirst(spaces.utf8.count))
      if parts.count > 1 {
        parts.removeFirst()
        if !remainder.isEmpty { parts = [.text(remainder)] + parts }
      } else {
        return self.text(
          spaces + Escaping.indented(remainder, beforeInterpolation: false, isLast: isLast))
      }
    }
    let rest = parts
    if rest.count == 1, case .interpolation(let expr)? = rest.first {
      return offset(by: spaces.utf8.count) { $0.interpolationOnItsLine(expr) }
    }
    text(spaces)
    offset(by: spaces.utf8.count) { writer in
      for index in rest.indices {
        switch rest[index] {
        case .text(let text):
          let isFollowed = index + 1 < rest.endIndex
          writer.text(
            Escaping.indented(
              text, beforeInterpolation: isFollowed, isLast: isLast && !isFollowed))
        case .interpolation(let expr): writer.interpolation(expr)
        }
      }
    }
  }

  /// `${expr}` among text.
  mutating func interpolation(_ expr: Expr) {
    let isSimple = expr.isSimple
    if !expr.isAbsorbableTerm {
      let isFlat = flat(limit: isSimple ? 1 << 30 : 33) { writer in
        writer.text("${")
        writer.expr(expr)
        writer.text("}")
      }
      if isFlat { return }
    }
    // A simple expression is on one line but for a string of several.
    if isSimple || expr.isAbsorbableTerm {
      return group { writer in
        writer.text("${")
        writer.expr(expr)
        writer.text("}")
      }
    }
    group { writer in
      writer.text("${")
      writer.spacing(.line0)
      writer.nest { $0.expr(expr) }
      writer.spacing(.line0)
      writer.text("}")
    }
  }

  private mutating func interpolationOnItsLine(_ expr: Expr) {
    if expr.isSimple { return interpolation(expr) }
    brackets("${", expr, "}")
  }

  mutating func path(_ path: PathLiteral) {
    for part in path.parts {
      switch part {
      case .text(let text): self.text(text)
      case .interpolation(let expr): interpolation(expr)
      }
    }
  }
}
