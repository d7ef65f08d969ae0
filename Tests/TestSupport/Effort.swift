import Foundation

/// How much tests with many cases try.
public enum Effort {
  /// Whether they try all, as `LONG_TESTS=1` asks: it takes minutes.
  public static let isLong = ProcessInfo.processInfo.environment["LONG_TESTS"] == "1"

  /// A part of a number of random cases, or all of them.
  ///
  ///     for seed in 0..<Effort.count(60, long: 300) { … }
  public static func count<Number: BinaryInteger>(_ usual: Number, long: Number) -> Number {
    isLong ? long : usual
  }
}
