/// Times as ISO 8601 and RFC 3339 write them, in seconds since the first of January 2001, as Foundation counts.
enum ISO8601 {
  /// The days from 1970 to 2001.
  private static let epoch = 11_323

  /// `2026-11-26T01:32:00.5Z`; nil before the year 0 and after the year 9999.
  static func text(of seconds: Double) -> String? {
    guard seconds.magnitude < 1e12 else { return nil }
    let whole = seconds.rounded(.down)
    let day = Int((whole / 86_400).rounded(.down))
    let second = Int(whole) - day * 86_400
    let (year, month, dayOfMonth) = civil(day + epoch)
    guard (0...9999).contains(year) else { return nil }
    // Of the digits that the number itself has, so that the same number is read back.
    let fraction = fraction(of: seconds.magnitude)
    let digits = fraction.isEmpty ? "" : "." + (seconds < 0 ? complement(fraction) : fraction)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
      + "T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))\(digits)Z"
  }

  /// The time of a text: `2026-11-26`, `2026-11-26T01:32:00Z`, `2026-11-26T02:32:00.5+01:00`.
  static func seconds(of text: String) -> Double? {
    var rest = Array(text.utf8)[...]
    guard let year = number(&rest, 4), skip(&rest, "-"), let month = number(&rest, 2),
      skip(&rest, "-"), let day = number(&rest, 2), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    let days = daysSince1970(year, month, day)
    guard civil(days) == (year, month, day) else { return nil }
    var seconds = (days - epoch) * 86_400
    if rest.isEmpty { return Double(seconds) }
    guard skip(&rest, "T") || skip(&rest, "t") || skip(&rest, " "), let hour = number(&rest, 2),
      skip(&rest, ":"), let minute = number(&rest, 2), skip(&rest, ":"),
      let second = number(&rest, 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    seconds += hour * 3600 + minute * 60 + second
    var fraction = ""
    if skip(&rest, ".") {
      let digits = rest.prefix { ASCII.isDigit($0) }
      guard !digits.isEmpty else { return nil }
      fraction = String(decoding: digits, as: UTF8.self)
      rest = rest.dropFirst(digits.count)
    }
    if skip(&rest, "Z") || skip(&rest, "z") {
      return rest.isEmpty ? number(seconds, fraction) : nil
    }
    let isEast = skip(&rest, "+")
    guard isEast || skip(&rest, "-"), let hours = number(&rest, 2), skip(&rest, ":"),
      let minutes = number(&rest, 2), hours < 24, minutes < 60, rest.isEmpty
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return number(seconds - (isEast ? offset : -offset), fraction)
  }

  /// The digits behind the point of a number from 0 to 1e12, as many as it takes to read the same number back.
  private static func fraction(of number: Double) -> String {
    // `27.5`, or `5e-07`, `1.5e-07`.
    let parts = number.description.split(separator: "e")
    let digits = parts[0].split(separator: ".")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      return digits.count == 2 && digits[1] != "0" ? String(digits[1]) : ""
    }
    let zeros = String(repeating: "0", count: max(0, -exponent - 1))
    return zeros + digits[0] + (digits.count == 2 && digits[1] != "0" ? digits[1] : "")
  }

  /// The digits behind the point of 1 minus a number, of the number's.
  private static func complement(_ fraction: String) -> String {
    var digits = Array(fraction.utf8)
    guard let last = digits.lastIndex(where: { $0 != UInt8(ascii: "0") }) else { return fraction }
    for index in 0...last {
      let top = UInt8(ascii: index == last ? ":" : "9")
      digits[index] = UInt8(ascii: "0") + (top - digits[index])
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// A number from the whole one before it, and the digits behind the point.
  private static func number(_ whole: Int, _ fraction: String) -> Double? {
    let isNegative = whole < 0 && fraction.utf8.contains { $0 != UInt8(ascii: "0") }
    return isNegative
      ? Double("-\(-(whole + 1)).\(complement(fraction))") : Double("\(whole).\(fraction)0")
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, _ width: Int) -> Int? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy(ASCII.isDigit) else { return nil }
    rest = rest.dropFirst(width)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  // The Gregorian calendar in eras of 400 years, whose years start in March: the algorithms of
  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let days = days + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
