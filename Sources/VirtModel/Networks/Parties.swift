/// Guests and networks that rules can name.
struct Parties: Equatable, Sendable {
  var guests: Set<GuestName> = []
  var networks: Set<Label> = []
}
