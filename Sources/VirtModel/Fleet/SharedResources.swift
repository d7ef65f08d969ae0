import NixAST

/// What only one guest of a host can have, where a description names it: two guests that name the same
/// thing cannot be on one host.
enum SharedResources {
  /// Pairs of guests, each with what both name.
  static func conflicts(
    _ guests: [(name: GuestName, guest: GuestDescription)]
  ) -> [(first: GuestName, second: GuestName, resource: String)] {
    var users: [String: [GuestName]] = [:]
    for (name, guest) in guests {
      for resource in Set(resources(of: guest)) { users[resource, default: []].append(name) }
    }
    return users.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.flatMap {
      resource, names in
      names.indices.flatMap { first in
        names[(first + 1)...].map { (names[first], $0, resource) }
      }
    }
  }

  /// Resources that a guest names, with their kinds.
  private static func resources(of guest: GuestDescription) -> [String] {
    var found = guest[PCI.key].map { "the PCI function \($0.value.address)" }
    found += guest[USB.key].map { "the USB device \($0.value)" }
    if let display = guest[VNC.key] {
      found.append("the VNC display \(VNC.identity(of: display.value))")
    }
    found += (Interfaces.cards(guest) ?? []).compactMap { card in
      card.value.tap.map { "the tap interface \($0.value)" }
    }
    found += guest[Disks.key].compactMap { disk in
      guard let path = disk.content.path, !disk.content.readOnly else { return nil }
      return "the disk \(path.value)"
    }
    return found
  }
}
