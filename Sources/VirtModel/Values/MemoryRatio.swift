import NixAST

/// How much of its memory a host may give to guests: `150%`.
public struct MemoryRatio: Hashable, Sendable, CustomStringConvertible {
  /// In hundredths.
  public let percent: Int

  /// The rule for values, as messages state it.
  static let rule = "a percentage from 1% to 1000%"

  /// Reads a ratio; nil if the text is none.
  public init?(_ text: String) {
    guard text.last == "%", text.utf8.dropLast().allSatisfy(ASCII.isDigit),
      let percent = Int(text.dropLast()), (1...1000).contains(percent)
    else { return nil }
    self.percent = percent
  }

  /// As a description writes it.
  public var description: String { "\(percent)%" }
}
