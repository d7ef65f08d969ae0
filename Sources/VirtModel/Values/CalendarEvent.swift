import NixAST

/// Moments in time that come again, as timers of systemd take them: `Sun 03:00`, `daily`,
/// `*-*-1/2 04:30 UTC`. systemd.time(7), "Calendar events".
public struct CalendarEvent: Hashable, Sendable, CustomStringConvertible {
  /// The event, as written.
  public let description: String
  /// Whether it comes again and again. One of certain years ends, and one of 31 April never comes.
  public let comesAgain: Bool

  /// An event; nil for a text that is none. Epochs (`@0`) are not taken.
  public init?(_ text: String) {
    guard let parts = Grammar.parts(of: text) else { return nil }
    description = text
    comesAgain = parts.date.map(Grammar.comesAgain) ?? true
  }

  /// The rule for events, as messages state it.
  public static let rule =
    "as in \"Sun 03:00\" or \"daily\", see `systemd-analyze calendar` and systemd.time(7)"
}

/// The parts of a text, as they stand in systemd.time(7).
private enum Grammar {
  static let words: Set<String> = [
    "minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually",
    "semi-annually", "biannually", "bi-annually", "yearly", "annually",
  ]
  private static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// `[WEEKDAYS] [DATE] [TIME] [ZONE]`, something of the first three, or a word for them: the date, if there
  /// is one. Nil for another text.
  static func parts(of text: String) -> (date: Substring?, Void)? {
    var parts = text.split(separator: " ", omittingEmptySubsequences: false)[...]
    guard parts.count <= 4 else { return nil }
    if parts.count > 1, let last = parts.last, isZone(last) { parts.removeLast() }
    guard let first = parts.first else { return nil }
    if parts.count == 1, words.contains(first.lowercased()) { return (nil, ()) }
    // "Wed, 17:48"
    let hasComma = parts.count > 1 && first.hasSuffix(",")
    if isWeekdays(hasComma ? first.dropLast() : first) { parts.removeFirst() }
    let date = parts.first.flatMap { isDate($0) ? $0 : nil }
    if date != nil { parts.removeFirst() }
    if let first = parts.first, isTime(first) { parts.removeFirst() }
    return parts.isEmpty ? (date, ()) : nil
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
      // A week ends with Sunday.
      return numbers.count == ends.count && numbers[0] <= numbers[numbers.count - 1]
    }
  }

  private static func isDate(_ text: Substring) -> Bool {
    guard let (parts, isFromEnd) = dateParts(text), let day = parts.last else { return false }
    let limits = [1970...2199, 1...12].suffix(parts.count - 1)
    // Of several days from the end, systemd takes each next one three days less far back.
    let furthest = max(1, 28 - 3 * day.count { $0 == "," })
    return areComponents(parts.dropLast(), limits)
      && isComponent(day, isFromEnd ? 1...furthest : 1...31, isFromEnd: isFromEnd)
  }

  /// The year, if it is given, the month and the day. The last day of a month is ~1.
  private static func dateParts(_ text: Substring) -> (parts: [Substring], isFromEnd: Bool)? {
    let ends = halves(text, at: "~")
    var parts = ends[0].split(separator: "-", omittingEmptySubsequences: false)
    if ends.count == 2 {
      guard parts.count < 3 else { return nil }
      parts.append(ends[1])
    }
    return (2...3).contains(parts.count) ? (parts, ends.count == 2) : nil
  }

  /// Whether a date is not of certain years alone, and one of its months has such a day.
  static func comesAgain(_ date: Substring) -> Bool {
    guard let (parts, isFromEnd) = dateParts(date), let day = parts.last else { return false }
    if parts.count == 3, parts[0] != "*", !parts[0].contains("/") { return false }
    if isFromEnd { return true }
    let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let longest = values(parts[parts.count - 2], 1...12).map { lengths[$0 - 1] }.max() ?? 0
    return values(day, 1...31).contains { $0 <= longest }
  }

  /// The values of a component.
  private static func values(_ text: Substring, _ limits: ClosedRange<Int>) -> [Int] {
    if text == "*" { return Array(limits) }
    return text.split(separator: ",").flatMap { part in
      let stepped = halves(part, at: "/")
      let ends = halves(stepped[0], at: "..").compactMap(number)
      guard let low = ends.first else { return [Int]() }
      let step = stepped.count == 2 ? number(stepped[1]) ?? 1 : 1
      let last = ends.count == 2 ? ends[1] : stepped.count == 2 ? limits.upperBound : low
      return Array(stride(from: low, through: last, by: max(step, 1)))
    }
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
    _ parts: some Sequence<Substring>, _ limits: ArraySlice<ClosedRange<Int>>
  ) -> Bool {
    zip(parts, limits).allSatisfy { isComponent($0, $1) }
  }

  /// `*`, or values with commas between: `3`, `1..5`, `0/15`. Days from the end of a month go back.
  private static func isComponent(
    _ text: Substring, _ limits: ClosedRange<Int>, isFromEnd: Bool = false
  ) -> Bool {
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
      if isFromEnd, ends.count == 1 { return low - step >= limits.lowerBound }
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
