import NixAST

/// The keys of a guest: those of all that guests can have.
enum GuestKeys {
  static let shape = ObjectShape(
    title: "`guests.<name>` and `defaults`", noun: "a guest",
    GuestCapabilities.all.flatMap { $0.keys })
}

/// A virtual machine, as described: what was given of its keys.
///
/// ```swift
/// var guest = GuestDescription()
/// guest[RootDiskKeys.diskSize] = Size(bytes: 20 << 30).map { Located($0) }
/// ```
public struct GuestDescription: Equatable, Sendable {
  var values = KeyedValues()

  /// A guest of which nothing is said.
  public init() {}

  /// The value of a key, if the guest has the key.
  public subscript<Value: Equatable>(key: Key<Value>) -> Located<Value>? {
    get { values[key] }
    set { values[key] = newValue }
  }

  /// The value of a key that has one in any case.
  public subscript<Value: Equatable>(key: DefaultedKey<Value>) -> Value {
    get { values[key] }
    set { values[key.key] = Located(newValue) }
  }

  /// Where the value of such a key was given; nil where it was left out.
  func place<Value: Equatable>(of key: DefaultedKey<Value>) -> SourceRange? {
    values[key.key]?.range
  }
}

extension ValueParser where Value == GuestDescription {
  static var guest: ValueParser {
    ValueParser<KeyedValues>.keyed(GuestKeys.shape).compactMap { values, _, _, _ in
      var guest = GuestDescription()
      guest.values = values
      return guest
    }
  }
}
