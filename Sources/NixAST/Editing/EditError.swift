/// Why a change of a file cannot be made.
public struct EditError: Error, Hashable, Sendable {
  /// The problem, a sentence without a full stop.
  public var message: String

  /// An error of one's own, for ``SyntaxTree/rewriting(_:)``.
  public init(message: String) { self.message = message }
}

extension Attrpath {
  /// The path for messages: `a."b c".${…}`.
  var readable: String {
    names.map { name in name.fixed.map(Escaping.name) ?? "${…}" }
      .joined(separator: ".")
  }
}
