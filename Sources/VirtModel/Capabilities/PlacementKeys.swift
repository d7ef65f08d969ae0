import NixAST

/// Where a guest of a fleet may be. Nothing of it is in a module.
public enum PlacementKeys: GuestCapability {
  /// The hosts that a guest may be placed on.
  public static let hosts = Key<[Located<Selector<HostName>>]>(
    "hosts", .list(.hostSelector), derived: "all",
    "The hosts that the guest may be placed on: names, and `@TAG` for the hosts with a tag. Only for"
      + " top-level guests of a fleet.")
  /// Guests that are on one host with this one.
  public static let affinity = DefaultedKey(
    "affinity", .list(.guestSelector), default: [],
    "Guests of a fleet that must be on the same host as this one: names, and `@TAG` for the guests with"
      + " a tag.")
  /// Guests that are on other hosts than this one.
  public static let antiAffinity = DefaultedKey(
    "antiAffinity", .list(.guestSelector), default: [],
    "Guests of a fleet that must be on other hosts than this one: names, and `@TAG` for the guests with"
      + " a tag. The guest itself is ignored, so several guests can share a list.")

  static var keys: [any KeyDefinition] { [hosts, affinity, antiAffinity] }
  static var attributes: [ParagraphAttribute] { [] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    if guest.host.isInFleet { return }
    let given = [
      ("hosts", guest.given[hosts]?.range), ("affinity", guest.given[affinity].first?.range),
      ("antiAffinity", guest.given[antiAffinity].first?.range),
    ]
    for case (let key, let range?) in given {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).\(key) is only for fleets, but there is a single host",
          at: range, other: nil, suggestion: "remove it"))
    }
  }
}
