// Strings, paths and interpolations.

extension NixWriter {
  mutating func string(_ string: Str) {
    if string.isIndented {
      indentedString(string)
    } else {
      group { $0.quotedString(string) }
    }
  }

  mutating func quotedString(_ string: Str) {
    if let content = string.text { return doc.text("\"", Escaping.quoted(content), "\"") }
    text("\"")
    lines(string.parts) { text, isFollowed, _ in
      Escaping.quoted(text, beforeInterpolation: isFollowed)
    }
    text("\"")
  }

  private mutating func indentedString(_ string: Str) {
    group { writer in
      writer.text("''")
      writer.spacing(.line0)
      writer.nest { writer in
        writer.lines(string.parts, splits: true) { text, isFollowed, isLast in
          Escaping.indented(text, beforeInterpolation: isFollowed, isLast: isLast)
        }
      }
      writer.text("''")
    }
  }

  /// Writes the parts of a string. What stands behind the spaces at the start of a line is moved to
  /// the right with them, if it has to start a line of its own.
  private mutating func lines(
    _ parts: [StrPart], splits: Bool = false,
    escaped: (_ text: String.Bytes, _ isFollowed: Bool, _ isLast: Bool) -> [UInt8]?
  ) {
    let outerOffset = doc.offset
    var isAtLineStart = true
    for (index, part) in parts.enumerated() {
      let next = index + 1 < parts.count ? parts[index + 1] : nil
      switch part {
      case .interpolation(let expr):
        let endsLine = next.map { splits && $0.startsWithLineBreak } ?? true
        if isAtLineStart && endsLine { interpolationOnItsLine(expr) } else { interpolation(expr) }
        isAtLineStart = false
      case .text(let text):
        text.withBytes { bytes in
          var rest = bytes[...]
          while true {
            let end = splits ? rest.firstIndex(of: UInt8(ascii: "\n")) : nil
            let line = String.Bytes(rebasing: rest[..<(end ?? rest.endIndex)])
            let isFollowed = next != nil && end == nil
            if let escaped = escaped(line, isFollowed, next == nil && end == nil) {
              escaped.withUnsafeBufferPointer { doc.text($0) }
            } else {
              doc.text(line)
            }
            if isAtLineStart, isFollowed {
              let spaces = line.prefix { $0 == UInt8(ascii: " ") }.count
              doc.offset = outerOffset + spaces
              isAtLineStart = spaces == line.count
            }
            guard let end else { break }
            spacing(.newlines(1))
            doc.offset = outerOffset
            isAtLineStart = true
            rest = rest[(end + 1)...]
          }
        }
      }
    }
    doc.offset = outerOffset
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

extension StrPart {
  fileprivate var startsWithLineBreak: Bool {
    guard case .text(let text) = self else { return false }
    return text.utf8.first == UInt8(ascii: "\n")
  }
}
