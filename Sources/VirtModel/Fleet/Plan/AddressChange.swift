extension FleetPlan {
  /// Guests whose MAC addresses change because they are derived from other names than before: a single host
  /// became part of a fleet, left one, or has another name.
  public struct AddressChange: Sendable, Equatable {
    /// The names that the addresses were derived from.
    public let origin: AddressOrigin
    /// The guests, by name.
    public let guests: [GuestName]
    /// Whether the addresses of all guests were derived from these names.
    public let isOfAll: Bool

    /// The changes from some hosts to others.
    static func all(from old: [Fleet.Machine], to new: [Fleet.Machine]) -> [AddressChange] {
      let before = Dictionary(
        old.flatMap(\.host.guests).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      var changed: [AddressOrigin: [GuestName]] = [:]
      for guest in new.flatMap(\.host.guests) {
        guard let former = before[guest.name] else { continue }
        if guest.hasOtherAddresses(than: former) {
          changed[former.origin, default: []].append(guest.name)
        }
      }
      return changed.map { origin, guests in
        AddressChange(
          origin: origin, guests: guests.sorted(),
          isOfAll: before.values.allSatisfy { $0.origin == origin })
      }.sorted { $0.guests[0] < $1.guests[0] }
    }
  }
}

extension Guest {
  /// Whether a card has another address than before, and both are derived.
  fileprivate func hasOtherAddresses(than former: Guest) -> Bool {
    if origin == former.origin { return false }
    return zip(interfaces, former.interfaces).enumerated().contains { index, cards in
      cards.0.mac != cards.1.mac
        && cards.0.mac == Derived.mac(origin, guest: name, index: index)
        && cards.1.mac == Derived.mac(former.origin, guest: name, index: index)
    }
  }
}
