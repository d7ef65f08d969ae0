import VirtModel

/// Text as a terminal shows it.
enum DisplayText {
  /// A text without characters that would change what a terminal does.
  static func clean(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F) ~= $0 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// Lines, each without characters that would change what a terminal does. Tabs stay.
  static func cleanLines(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isKept = scalar == "\n" || scalar == "\t" || isHarmless(scalar)
      result.unicodeScalars.append(isKept ? scalar : "\u{FFFD}")
    }
    return result
  }

  /// A message of a diagnostic, for people: clean, and not too long to read.
  static func message(_ text: String) -> String { clean(cut(text)) }

  /// A message that repeats something long, with its middle left out.
  static func cut(_ text: String) -> String {
    if text.utf8.count <= messageLimit { return text }
    let scalars = text.unicodeScalars
    if scalars.count <= messageLimit { return text }
    return String(scalars.prefix(messageLimit / 2)) + " … "
      + String(scalars.suffix(messageLimit / 4))
  }

  private static let messageLimit = 800

  /// Whether a character is shown, and does nothing else.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool { scalar.isHarmless }

  /// The columns of a text: two for the wide characters of East Asia and pictures, none for marks.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    return switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// A text in a number of columns, its end cut off if it has more.
  static func fitted(_ text: String, _ columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var room = columns - 1
    for scalar in text.unicodeScalars {
      room -= width(scalar)
      if room < 0 { break }
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
