import NixAST

/// A guest as described, with what its keys are checked against.
struct DescribedGuest: Sendable {
  let name: Located<GuestName>
  var given: GuestDescription
  let host: HostContext

  /// The way to it in the description.
  var path: String { "guests.\(name.value)" }
}

/// The host, as far as it is known when its guests are checked.
struct HostContext: Sendable {
  let description: HostDescription
  /// The keys that may log in to every guest, without duplicates.
  let sshKeys: [SSHPublicKey]
  /// The names of its networks, sorted.
  let networks: [Label]
  /// Whether it is one of a fleet, where a guest keeps its addresses when it moves.
  let isInFleet: Bool
}

/// A guest with the places of what must be used once.
struct ResolvedGuest: Sendable {
  var guest: Guest
  var given: GuestDescription
  var name: Located<GuestName>

  /// The way to it in the description.
  var path: String { "guests.\(name.value)" }
}

/// The guests of a host, with the places of what must be used once. Each is put together when it is
/// looked at, because the rest of a described guest is large.
struct ResolvedGuests: RandomAccessCollection {
  let guests: [Guest]
  let described: [Named<GuestName, GuestDescription>]

  var startIndex: Int { 0 }
  var endIndex: Int { guests.count }

  subscript(index: Int) -> ResolvedGuest {
    ResolvedGuest(
      guest: guests[index], given: described[index].content, name: described[index].name)
  }
}

extension Array where Element: Hashable {
  /// The elements, each at its first place only.
  func withoutDuplicates() -> [Element] {
    if count < 2 { return self }
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
