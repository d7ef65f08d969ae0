import NixAST

/// Words that select guests. Only the operator's command has them on the host, so that a change restarts
/// nothing.
public enum Tags: GuestCapability {
  /// The tags.
  public static let key = DefaultedKey(
    "tags", .list(.label("a tag")), default: [],
    "Words that select the guest together with others, as `@TAG`: in commands, also in those of"
      + " `nixvirt-guest` on the host, and in the rules of placement.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("tags", effect: .runsOn)] }

  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if !guest.tags.isEmpty {
      paragraph.set("tags", .list(guest.tags.map { .str($0.description) }))
    }
  }
}

extension Guest {
  /// Its tags, each once.
  public var tags: [Label] { values[Tags.key].map(\.value).withoutDuplicates() }
}

extension ValueParser where Value == NameSelector<HostName> {
  /// A host, or those with a tag.
  static var hostSelector: ValueParser {
    form(
      .invalidName, "a host name, or @ and a tag",
      rule: "\(HostName.rule); after @, \(Label.rule)",
      pattern: "^([A-Za-z0-9.-]{1,253}|@[A-Za-z][A-Za-z0-9_-]{0,35})$"
    ) { NameSelector($0) }
  }
}

extension ValueParser where Value == NameSelector<GuestName> {
  /// A guest, or those with a tag.
  static var guestSelector: ValueParser {
    form(
      .invalidName, "the name of a guest, or @ and a tag",
      rule: "\(GuestName.rule); after @, \(Label.rule)",
      pattern: "^([a-z]([a-z0-9-]{0,61}[a-z0-9])?|@[A-Za-z][A-Za-z0-9_-]{0,35})$"
    ) { NameSelector($0) }
  }
}
