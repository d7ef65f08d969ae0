import NixAST

/// Where a guest of a fleet may be. Nothing of it is in a module.
public enum PlacementKeys: GuestCapability {
  /// The hosts that a guest may be placed on.
  public static let hosts = Key<[Located<NameSelector<HostName>>]>(
    "hosts", .list(.hostSelector), derived: "all",
    "The hosts that the guest may be placed on: names, and `@TAG` for the hosts with a tag. Only"
      + " for top-level guests of a fleet.")
  /// Guests that are on one host with this one.
  public static let affinity = DefaultedKey(
    "affinity", .list(.guestSelector), default: [],
    "Guests of a fleet that must be on the same host as this one: names, and `@TAG` for the guests"
      + " with a tag.")
  /// Guests that are on other hosts than this one.
  public static let antiAffinity = DefaultedKey(
    "antiAffinity", .list(.guestSelector), default: [],
    "Guests of a fleet that must be on other hosts than this one: names, and `@TAG` for the guests"
      + " with a tag. The guest itself is ignored, so several guests can share a list.")

  /// How far from it the guests of `antiAffinity` are.
  public static let spread = DefaultedKey(
    "spread", .choice, default: Spread.host,
    "How far the guests of `antiAffinity` must be from this one: on different hosts, or also in"
      + " different zones (`host.zone`).")
  /// Rules that are kept if they can be.
  public static let prefer = DefaultedKey(
    "prefer", .list(.described() as ValueParser<DescribedSet<PreferenceKeys>>), default: [],
    "Rules of placement that nixvirt keeps if it can. Each has a weight.")

  static var keys: [any KeyDefinition] { [hosts, affinity, antiAffinity, spread, prefer] }
  static var attributes: [ParagraphAttribute] { [] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    for (index, preference) in guest.given[prefer].enumerated() {
      preference.value.check("\(guest.path).prefer[\(index)]", at: preference.range, &diagnostics)
    }
    if guest.host.isInFleet { return }
    let given = [
      ("hosts", guest.given[hosts]?.range), ("affinity", guest.given[affinity].first?.range),
      ("antiAffinity", guest.given[antiAffinity].first?.range),
      ("spread", guest.given.place(of: spread)), ("prefer", guest.given.place(of: prefer)),
    ]
    for case (let key, let range?) in given {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).\(key) is only for fleets, but there is a single host",
          at: range, other: nil, suggestion: "remove it"))
    }
  }
}

/// The keys of a rule of `prefer`.
public struct PreferenceKeys: KeySet {
  /// The definitions.
  public static let keys = PreferenceKeys()

  /// How much it counts.
  public let weight = DefaultedKey(
    "weight", .integer(1...1000), default: 10,
    "How much the rule counts beside other preferences: nixvirt looks for the placement that keeps"
      + " the greatest sum.")
  /// The hosts that are preferred.
  public let hosts = Key<[Located<NameSelector<HostName>>]>(
    "hosts", .list(.hostSelector),
    "Hosts that are better for the guest: names, and `@TAG`. Only for top-level guests.")
  /// Guests that are better on the same host.
  public let affinity = Key<[Located<NameSelector<GuestName>>]>(
    "affinity", .list(.guestSelector),
    "Guests that are better on the same host: names, and `@TAG`. Each counts by itself.")
  /// Guests that are better on other hosts.
  public let antiAffinity = Key<[Located<NameSelector<GuestName>>]>(
    "antiAffinity", .list(.guestSelector),
    "Guests that are better on other hosts: names, and `@TAG`. Each counts by itself.")
  /// How far from it the guests of `antiAffinity` are.
  public let spread = DefaultedKey(
    "spread", .choice, default: Spread.host,
    "With `antiAffinity`: whether different hosts are meant, or different zones.")

  /// The shape of such a set.
  static let shape = ObjectShape(
    title: "`guests.<name>.prefer`", noun: "a preference",
    [keys.weight, keys.hosts, keys.affinity, keys.antiAffinity, keys.spread])
}

extension DescribedSet<PreferenceKeys> {
  /// Each rule has one subject, so that its weight is that of one rule.
  fileprivate func check(
    _ path: String, at range: SourceRange?, _ diagnostics: inout Diagnostics
  ) {
    let subjects = [
      ("hosts", self.hosts?.range), ("affinity", self.affinity?.range),
      ("antiAffinity", self.antiAffinity?.range),
    ].filter { values.isGiven($0.0) }
    if subjects.count == 1 {
      guard let place = place(of: \.spread), self.antiAffinity == nil else { return }
      diagnostics.report(
        .conflictingKeys(
          "\(path).spread is only for antiAffinity", at: place, other: nil,
          suggestion: "remove it"))
      return
    }
    diagnostics.report(
      .conflictingKeys(
        "\(path) must have one of hosts, affinity and antiAffinity",
        at: subjects.dropFirst().first?.1 ?? range, other: subjects.first?.1,
        suggestion: subjects.isEmpty
          ? "add one, as in { antiAffinity = [ \"@web\" ]; }"
          : "write a rule of its own for each: prefer = [ { … } { … } ];"))
  }
}
