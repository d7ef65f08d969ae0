import NixAST
import VirtModel

/// A difference of two texts in the form that diff -u prints and patch reads.
struct UnifiedDiff {
  private enum Line {
    case kept(Substring)
    case removed(Substring)
    case added(Substring)
  }

  private let oldName: String
  private let newName: String
  private let lines: [Line]

  init(from old: String, to new: String, oldName: String, newName: String) {
    self.oldName = oldName
    self.newName = newName
    lines = Self.withheld(
      Self.lines(Self.split(old), Self.split(new)),
      old: SecretLines.find(in: SourceText(name: oldName, text: old)),
      new: SecretLines.find(in: SourceText(name: newName, text: new)))
  }

  /// The lines, without those of private keys: a module that somebody put one into is not the place to
  /// show it.
  private static func withheld(_ lines: [Line], old: Set<Int>, new: Set<Int>) -> [Line] {
    if old.isEmpty, new.isEmpty { return lines }
    var (oldLine, newLine) = (0, 0)
    let text: Substring = "(not shown: this line has a private key, or part of one)\n"
    return lines.map { line in
      switch line {
      case .kept:
        (oldLine, newLine) = (oldLine + 1, newLine + 1)
        return old.contains(oldLine) || new.contains(newLine) ? .kept(text) : line
      case .removed:
        oldLine += 1
        return old.contains(oldLine) ? .removed(text) : line
      case .added:
        newLine += 1
        return new.contains(newLine) ? .added(text) : line
      }
    }
  }

  /// The lines of a text, each with its line break.
  private static func split(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    var start = text.utf8.startIndex
    while start < text.utf8.endIndex {
      let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.utf8.endIndex
      let next = end < text.utf8.endIndex ? text.utf8.index(after: end) : end
      lines.append(text[start..<next])
      start = next
    }
    return lines
  }

  private static func lines(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let head = zip(old, new).prefix { same($0, $1) }.count
    let tail = zip(old[head...].reversed(), new[head...].reversed()).prefix { same($0, $1) }.count
    let oldMiddle = Array(old[head..<old.count - tail])
    let newMiddle = Array(new[head..<new.count - tail])
    let difference = newMiddle.difference(from: oldMiddle, by: same)
    var removed = Set<Int>()
    var added = Set<Int>()
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var result = old[..<head].map(Line.kept)
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < oldMiddle.count || newIndex < newMiddle.count {
      if removed.contains(oldIndex) {
        result.append(.removed(oldMiddle[oldIndex]))
        oldIndex += 1
      } else if added.contains(newIndex) {
        result.append(.added(newMiddle[newIndex]))
        newIndex += 1
      } else {
        result.append(.kept(oldMiddle[oldIndex]))
        oldIndex += 1
        newIndex += 1
      }
    }
    return result + old[(old.count - tail)...].map(Line.kept)
  }

  /// The same bytes: `==` on strings takes different bytes for one character.
  private static func same(_ left: Substring, _ right: Substring) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }

  // MARK: - Text

  private static let context = 3

  /// - Parameter isShown: whether a terminal shows it, which must not act on what files hold; patch
  ///   reads the lines as they are.
  func text(_ style: Style, isShown: Bool) -> String {
    var text = style(.strong, "--- \(Self.shown(oldName))") + "\n"
    text += style(.strong, "+++ \(Self.shown(newName))") + "\n"
    var (oldLine, newLine) = (1, 1)
    var index = 0
    for hunk in hunks {
      while index < hunk.lowerBound {
        index += 1
        oldLine += 1
        newLine += 1
      }
      let oldCount = lines[hunk].count { if case .added = $0 { false } else { true } }
      let newCount = lines[hunk].count { if case .removed = $0 { false } else { true } }
      let header = "@@ -\(range(oldLine, oldCount)) +\(range(newLine, newCount)) @@"
      text += style(.hunk, header) + "\n"
      for line in lines[hunk] { text += self.line(line, style, isShown) }
      oldLine += oldCount
      newLine += newCount
      index = hunk.upperBound
    }
    return text
  }

  /// A file name in a header; one with special characters in quotes, as git writes it and patch
  /// reads it.
  private static func shown(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy {
      DisplayText.isHarmless($0) && $0 != "\"" && $0 != "\\"
    }
    if isPlain { return name }
    var result = "\""
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += "\\" + String(Unicode.Scalar(byte))
      case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
      }
    }
    return result + "\""
  }

  /// The stretches of lines that are shown: changes with their neighbours.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() {
      if case .kept = line { continue }
      let start = max(0, index - Self.context)
      let end = min(lines.count, index + Self.context + 1)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  private func range(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start)" : "\(count == 0 ? start - 1 : start),\(count)"
  }

  private func line(_ line: Line, _ style: Style, _ isShown: Bool) -> String {
    func shown(_ text: Substring) -> String {
      isShown ? DisplayText.cleanLines(text) : String(text)
    }
    return switch line {
    case .kept(let text): ended(" \(shown(text))", style, nil)
    case .removed(let text): ended("-\(shown(text))", style, .removed)
    case .added(let text): ended("+\(shown(text))", style, .added)
    }
  }

  private func ended(_ text: String, _ style: Style, _ role: Style.Role?) -> String {
    let hasBreak = text.utf8.last == UInt8(ascii: "\n")
    let body = hasBreak ? String(text.dropLast()) : text
    let shown = role.map { style($0, body) } ?? body
    return shown + (hasBreak ? "\n" : "\n\\ No newline at end of file\n")
  }
}
