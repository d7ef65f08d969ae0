import NixAST

/// A selection of hosts or guests: a name, or `@` and a tag, for all that have it.
public enum NameSelector<Name: Hashable & Sendable & CustomStringConvertible>: Hashable, Sendable,
  CustomStringConvertible
{
  /// The host or guest of this name.
  case name(Name)
  /// All that have this tag.
  case tag(Label)

  /// As a description and the command line write it.
  public var description: String {
    switch self {
    case .name(let name): name.description
    case .tag(let tag): "@\(tag)"
    }
  }

  /// Whether it means something of a name with tags.
  public func matches(_ name: Name, _ tags: some Sequence<Label>) -> Bool {
    switch self {
    case .name(let other): name == other
    case .tag(let tag): tags.contains(tag)
    }
  }
}

extension NameSelector {
  private init?(_ text: String, name: (String) -> Name?) {
    if text.utf8.first == UInt8(ascii: "@") {
      guard let tag = Label(String(text.dropFirst())) else { return nil }
      self = .tag(tag)
    } else {
      guard let name = name(text) else { return nil }
      self = .name(name)
    }
  }
}

extension NameSelector where Name == HostName {
  /// A selector of hosts; nil for another text.
  public init?(_ text: String) { self.init(text, name: { HostName($0) }) }
}

extension NameSelector where Name == GuestName {
  /// A selector of guests; nil for another text.
  public init?(_ text: String) { self.init(text, name: { GuestName($0) }) }
}
