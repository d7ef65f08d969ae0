/// Text as a terminal shows it.
enum DisplayText {
  /// A text without characters that would change what a terminal does.
  static func clean(_ text: String) -> String {
    text.unicodeScalars.map { isHarmless($0) ? String($0) : "\u{FFFD}" }.joined()
  }

  /// Whether a character is shown, and does nothing else.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
    default: true
    }
  }

  /// The columns of a text: two for the wide characters of East Asia and pictures, none for marks.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { total, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return total
      default:
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
          0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
          return total + 2
        default: return total + 1
        }
      }
    }
  }

  /// A text in a number of columns, its end cut off if it has more.
  static func fitted(_ text: String, _ columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if width(result) + width(String(scalar)) >= columns { break }
      result.unicodeScalars.append(scalar)
    }
    return result + "…"
  }

  /// A text of one column a character, its middle cut out if it has more than a number of columns:
  /// names of many things differ at their ends.
  static func shortened(_ text: String, _ columns: Int) -> String {
    guard text.count > columns, columns > 1 else { return text }
    let end = (columns - 1) / 2
    return "\(text.prefix(columns - 1 - end))…\(text.suffix(end))"
  }
}
