import VirtModel

/// Guests whose addresses change with the names that they are derived from, and what to write to keep them.
enum AddressWords {
  /// - Parameter separator: what is between the sentences.
  static func text(
    _ change: FleetPlan.AddressChange, _ style: Style, separator: String = "\n"
  ) -> String {
    let all = change.guests.map(\.description)
    let shown = all.count > 6 ? all.prefix(5).joined(separator: ", ") : all.joined(separator: ", ")
    let others = all.count > 6 ? " and \(all.count - 5) more" : ""
    let reason =
      switch change.origin {
      case .host(let name?): "were derived from the host name \(name), too"
      case .host(nil): "were those of a single host without a name"
      case .fleet: "were those of a fleet"
      }
    var cure =
      "To keep them, set mac of each card: nixvirt show prints the addresses of the old description."
    if let value = value(change.origin) {
      let key = "derivedFrom = \"\(value)\";"
      cure =
        change.isOfAll
        ? "To keep them, write at the top level of the new description: defaults.\(key)"
        : "To keep them, give each of these guests: \(key)"
    }
    return style(.warning, "The MAC addresses of \(shown)\(others) change") + ": they \(reason)."
      + separator + cure
  }

  /// The value of `derivedFrom` that keeps addresses; nil if there is none.
  static func value(_ origin: AddressOrigin) -> String? {
    if case .host(let name) = origin { name?.description ?? "" } else { nil }
  }
}
