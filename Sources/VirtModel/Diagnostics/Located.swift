import NixAST

/// A value and where it was written; nowhere, for one that was made in Swift. Equality is that of
/// the values.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// Where it was written.
  public var range: SourceRange?

  /// A value.
  public init(_ value: Value, at range: SourceRange? = nil) {
    self.value = value
    self.range = range
  }
}

extension Located: Equatable where Value: Equatable {
  /// Whether the values are equal, wherever they were written.
  public static func == (left: Located, right: Located) -> Bool { left.value == right.value }
}

/// Something that a description calls by a name of the user's choice.
public struct Named<Name: Sendable, Content: Sendable>: Sendable {
  /// The name.
  public var name: Located<Name>
  /// The value itself.
  public var content: Content

  /// A named thing.
  public init(_ name: Name, _ content: Content) {
    self.init(name: Located(name), content: content)
  }

  init(name: Located<Name>, content: Content) {
    self.name = name
    self.content = content
  }
}

extension Named: Equatable where Name: Equatable, Content: Equatable {}
