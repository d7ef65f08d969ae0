import NixAST

/// Moments in time that come again, as timers of systemd take them: `Sun 03:00`, `daily`,
/// `*-*-1/2 04:30 UTC`. systemd.time(7), "Calendar events".
public struct CalendarEvent: Hashable, Sendable, CustomStringConvertible {
  /// The event, as written.
  public let description: String

  /// An event; nil for a text that is none. Epochs (`@0`) are not taken.
  public init?(_ text: String) {
    guard Grammar.words.contains(text.lowercased()) || Grammar.matches(text) else { return nil }
    description = text
  }

  /// The rule for events, as messages state it.
  public static let rule =
    "as in \"Sun 03:00\" or \"daily\", see `systemd-analyze calendar` and systemd.time(7)"
}

/// The parts of a text, as they stand in systemd.time(7).
private enum Grammar {
  static let words: Set<String> = [
    "minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly",
    "annually",
  ]
  private static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// `[WEEKDAYS] [DATE] [TIME] [ZONE]`, something of the first three.
  static func matches(_ text: String) -> Bool {
    var parts = text.split(separator: " ", omittingEmptySubsequences: false)[...]
    guard parts.count <= 4 else { return false }
    if parts.count > 1, let last = parts.last, isZone(last) { parts.removeLast() }
    let count = parts.count
    for isPart in [isWeekdays, isDate, isTime] {
      if let first = parts.first, isPart(first) { parts.removeFirst() }
    }
    return parts.isEmpty && count > 0
  }

  private static func isZone(_ text: Substring) -> Bool {
    if text == "UTC" { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { part in
        part.utf8.first.map(ASCII.isUpper) == true && !part.utf8.contains(UInt8(ascii: "."))
          && part.utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "+") }
      }
  }

  private static func isWeekdays(_ text: Substring) -> Bool {
    text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let ends = halves(part, at: "..")
      let numbers = ends.compactMap { name in
        let name = name.lowercased()
        return days.firstIndex { $0 == name || $0.prefix(3) == name }
      }
      return numbers.count == ends.count
    }
  }

  private static func isDate(_ text: Substring) -> Bool {
    // The last day of a month is ~1.
    let fromEnd = halves(text, at: "~")
    let parts: [Substring]
    if fromEnd.count == 2 {
      let first = fromEnd[0].split(separator: "-", omittingEmptySubsequences: false)
      guard first.count < 3 else { return false }
      parts = first + [fromEnd[1]]
    } else {
      parts = text.split(separator: "-", omittingEmptySubsequences: false)
    }
    guard (2...3).contains(parts.count) else { return false }
    return areComponents(parts, [1970...2199, 1...12, 1...31].suffix(parts.count))
  }

  private static func isTime(_ text: Substring) -> Bool {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return false }
    // Fractions of a second.
    if parts.count == 3, halves(parts[2], at: "..").count == 1 {
      let fraction = halves(parts[2], at: ".")
      if fraction.count == 2 {
        guard (1...6).contains(fraction[1].utf8.count),
          fraction[1].utf8.allSatisfy(ASCII.isDigit)
        else { return false }
        parts[2] = fraction[0]
      }
    }
    return areComponents(parts, [0...23, 0...59, 0...59].prefix(parts.count))
  }

  private static func areComponents(
    _ parts: [Substring], _ limits: ArraySlice<ClosedRange<Int>>
  ) -> Bool {
    zip(parts, limits).allSatisfy { isComponent($0, $1) }
  }

  /// `*`, or values with commas between: `3`, `1..5`, `0/15`.
  private static func isComponent(_ text: Substring, _ limits: ClosedRange<Int>) -> Bool {
    if text == "*" { return true }
    return text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
      let stepped = halves(part, at: "/")
      let ends = halves(stepped[0], at: "..").map(number)
      guard let low = ends[0], limits.contains(low) else { return false }
      var last = limits.upperBound
      if ends.count == 2 {
        guard let high = ends[1], limits.contains(high), low < high else { return false }
        last = high
      }
      guard stepped.count == 2 else { return true }
      guard let step = number(stepped[1]), step > 0 else { return false }
      return low + step <= last
    }
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit) else { return nil }
    return Int(text)
  }

  /// A text before and after the first mark; the text itself where there is none.
  private static func halves(_ text: Substring, at mark: String) -> [Substring] {
    guard let range = text.firstRange(of: mark) else { return [text] }
    return [text[..<range.lowerBound], text[range.upperBound...]]
  }
}
