// Which of its two forms a string is written in.

extension Str {
  /// Whether to write it as an indented string: it has several lines and keeps its meaning.
  ///
  /// Its lines must not share an indentation, which Nix would take out, and its last line must not
  /// be one of spaces, which Nix would leave out.
  var isIndented: Bool {
    if form == .quoted { return false }
    if let text, let isIndented = text.withBytes(isIndentedAtMargin) { return isIndented }
    var scan = LineScan()
    if let text {
      guard text.withBytes({ scan.addIfBroken($0) }) else { return false }
    } else {
      for part in parts {
        switch part {
        case .interpolation: scan.addInterpolation()
        case .text(let text): text.withBytes { scan.add($0) }
        }
      }
    }
    scan.endLine()
    guard scan.breaks > 0, scan.isLastEmpty || !scan.isLastBlank else { return false }
    guard scan.hasFullLineAtMargin || !scan.hasFullLine && !scan.hasSpacesOnly else { return false }
    return form == .indented || scan.breaks > 1 && scan.isLastEmpty
  }
}

extension Str {
  /// The same for a text whose first line starts at the margin and that ends with a line break, as most
  /// do; nil for others.
  private func isIndentedAtMargin(_ bytes: String.Bytes) -> Bool? {
    guard let first = bytes.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\n"),
      bytes.last == UInt8(ascii: "\n")
    else { return nil }
    return form == .indented
      || ByteSearch.first(UInt8(ascii: "\n"), bytes, from: 0, to: bytes.count) < bytes.count - 1
  }
}

/// The properties of a string's lines that decide on its form.
private struct LineScan {
  /// How many line breaks there are.
  private(set) var breaks = 0
  /// Whether a line with more than spaces starts without one.
  private(set) var hasFullLineAtMargin = false
  /// Whether any line has more than spaces.
  private(set) var hasFullLine = false
  /// Whether any line is of spaces only, one at least.
  private(set) var hasSpacesOnly = false
  /// Whether the line that ended last is of spaces only, or empty.
  private(set) var isLastBlank = true
  private(set) var isLastEmpty = true

  private var spaces = 0
  private var isBlank = true

  mutating func addInterpolation() {
    if isBlank { startContent() }
  }

  /// Adds a text; false, and nothing is added, for one without a line break.
  mutating func addIfBroken(_ bytes: String.Bytes) -> Bool {
    guard ByteSearch.first(UInt8(ascii: "\n"), bytes, from: 0, to: bytes.count) < bytes.count else {
      return false
    }
    add(bytes)
    return true
  }

  mutating func add(_ bytes: String.Bytes) {
    var index = 0
    while index < bytes.count {
      if isBlank {
        switch bytes[index] {
        case UInt8(ascii: " "): spaces += 1
        case UInt8(ascii: "\n"): breakLine()
        default: startContent()
        }
        index += 1
      } else {
        // The rest of the line is of no interest.
        index = ByteSearch.first(UInt8(ascii: "\n"), bytes, from: index, to: bytes.count)
        if index < bytes.count { breakLine() }
        index += 1
      }
    }
  }

  mutating func endLine() {
    isLastBlank = isBlank
    isLastEmpty = isBlank && spaces == 0
    if isBlank && spaces > 0 { hasSpacesOnly = true }
    isBlank = true
    spaces = 0
  }

  private mutating func breakLine() {
    endLine()
    breaks += 1
  }

  private mutating func startContent() {
    isBlank = false
    hasFullLine = true
    if spaces == 0 { hasFullLineAtMargin = true }
  }
}
