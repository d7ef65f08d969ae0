/// The values of number literals.
enum NumberText {
  /// The value of a float literal; nil for one that Nix refuses: too large, or too small to be a
  /// normal number.
  static func double(_ text: String) -> Double? {
    // Swift wants a digit on both sides of the dot.
    let number = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let tail = number.count > 1 ? String(number[1]) : ""
    let fraction = tail.first.map { $0.isNumber ? tail : "0" + tail } ?? "0"
    let isZero = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      .allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    guard let value = Double("\(number[0].isEmpty ? "0" : number[0]).\(fraction)"),
      isZero || !value.isZero, FloatLiteral(value) != nil
    else { return nil }
    return value
  }
}
