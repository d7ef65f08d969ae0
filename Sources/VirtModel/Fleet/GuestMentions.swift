import NixAST

/// The guests of a fleet by name and by tag, for the rules that name them.
struct GuestMentions {
  private let names: Set<GuestName>
  private let tags: [Label: [GuestName]]

  init(_ guests: [Named<GuestName, GuestDescription>]) {
    names = Set(guests.map(\.name.value))
    var tags: [Label: [GuestName]] = [:]
    for guest in guests {
      for tag in guest.content[Tags.key].map(\.value).withoutDuplicates() {
        tags[tag, default: []].append(guest.name.value)
      }
    }
    self.tags = tags.mapValues { $0.sorted() }
  }

  /// The guests that a selector means; none if there is none, which is reported.
  func guests(
    _ selector: Located<NameSelector<GuestName>>, _ path: String, _ diagnostics: inout Diagnostics
  ) -> [GuestName] {
    switch selector.value {
    case .name(let name):
      if names.contains(name) { return [name] }
      diagnostics.report(
        .unknownGuest(name, known: Array(names), path, at: selector.range))
      return []
    case .tag(let tag):
      if let guests = tags[tag] { return guests }
      diagnostics.report(
        .unknownTag(.unknownGuest, "guest", tag, known: Array(tags.keys), path, at: selector.range))
      return []
    }
  }
}

extension Diagnostics {
  /// Reports a selector that means no host.
  mutating func checkHost(
    _ selector: Located<NameSelector<HostName>>, known: [HostName], tags: Set<Label>, _ path: String
  ) {
    switch selector.value {
    case .name(let name):
      if !known.contains(name) {
        report(.unknownHost(name, known: known, path, at: selector.range))
      }
    case .tag(let tag):
      if !tags.contains(tag) {
        report(
          .unknownTag(.unknownHost, "host", tag, known: Array(tags), path, at: selector.range))
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownTag(
    _ id: DiagnosticID, _ noun: String, _ tag: Label, known: [Label], _ path: String,
    at range: SourceRange?
  ) -> Diagnostic {
    let names = known.sorted().map(\.description)
    let nearest = Spelling.nearest(to: tag.description, among: names)
    let list =
      names.isEmpty
      ? "add the tag to a \(noun): tags = [ \"\(tag)\" ];"
      : "there are \(names.prefix(8).joined(separator: ", "))" + (names.count > 8 ? ", …" : "")
    return Diagnostic(
      id, "\(path): no \(noun) has the tag \(quoted(tag.description))", at: range,
      suggestion: nearest.map { "write \"@\($0)\"" } ?? list)
  }
}
