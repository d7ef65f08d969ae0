import NixAST

/// The order in which guests are started.
public enum After: GuestCapability {
  /// Guests that are started before this one.
  public static let key = DefaultedKey(
    "after", .list(.guestName), default: [],
    "Guests that start before this one and stop after it.")

  static var keys: [any KeyDefinition] { [key] }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    var waiting: [(name: GuestName, mentions: [Located<GuestName>])] = []
    for guest in guests {
      let mentions = guest.given[key]
      if !mentions.isEmpty { waiting.append((guest.name.value, mentions)) }
    }
    if waiting.isEmpty { return }
    let known = guests.map(\.name.value)
    let isKnown = Set(known)
    for (name, mentions) in waiting {
      for mention in mentions where !isKnown.contains(mention.value) {
        diagnostics.report(
          .unknownGuest(mention.value, known: known, "guests.\(name).after", at: mention.range))
      }
    }
    let edges = Dictionary(
      waiting.map { ($0.name, $0.mentions) }, uniquingKeysWith: { first, _ in first })
    for cycle in Cycles.find(in: edges, order: waiting.map(\.name)) {
      diagnostics.report(
        .orderCycle(cycle.map(\.value), at: cycle.first?.range))
    }
  }
}

extension Guest {
  /// The guests that are started before it.
  public var after: [GuestName] { values[After.key].map(\.value).withoutDuplicates() }
}

// MARK: - In the module

extension After {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.after.isEmpty else { return }
    paragraph.set("after", .list(guest.after.map { .str($0.description) }))
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("after") else { return }
    let unit: Expr = "\(HostNames.unitPrefix)\(Expr.variable("other")).service"
    let units = Expr.variable("map")(.lambda("other", body: unit), Nix.guest("after", or: []))
    code.unit.after.add(.list(units), at: .guests)
  }
}
