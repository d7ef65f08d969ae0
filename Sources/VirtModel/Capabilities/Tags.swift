import NixAST

/// Words that select guests. Nothing of them is in a module, so that a change restarts nothing.
public enum Tags: GuestCapability {
  /// The tags.
  public static let key = DefaultedKey(
    "tags", .list(.label("a tag")), default: [],
    "Words that select the guest together with others, as `@TAG`: in commands and in the rules of"
      + " placement.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }
}

extension Guest {
  /// Its tags, each once.
  public var tags: [Label] { values[Tags.key].map(\.value).withoutDuplicates() }
}

extension ValueParser where Value == Selector<HostName> {
  /// A host, or those with a tag.
  static var hostSelector: ValueParser {
    form(
      .invalidName, "a host name, or @ and a tag",
      rule: "\(HostName.rule); after @, \(Label.rule)",
      pattern: "^([A-Za-z0-9.-]{1,253}|@[A-Za-z][A-Za-z0-9_-]{0,35})$"
    ) { Selector($0) }
  }
}

extension ValueParser where Value == Selector<GuestName> {
  /// A guest, or those with a tag.
  static var guestSelector: ValueParser {
    form(
      .invalidName, "the name of a guest, or @ and a tag",
      rule: "\(GuestName.rule); after @, \(Label.rule)",
      pattern: "^([a-z]([a-z0-9-]{0,61}[a-z0-9])?|@[A-Za-z][A-Za-z0-9_-]{0,35})$"
    ) { Selector($0) }
  }
}
