import NixAST

/// The guests of a fleet among each other: each name is there once, and what they say of hosts and of
/// each other is of ones that are there.
struct FleetGuests {
  /// Two guests of which one says something about the other.
  struct Pair {
    var first: GuestName
    var second: GuestName
    /// Where it is said.
    var place: SourceRange?
    /// How far they are from each other, if they are on two hosts.
    var spread = Spread.host
  }

  /// A rule that is kept if it can be.
  struct Preference {
    enum Rule {
      case hosts([NameSelector<HostName>])
      case together(GuestName)
      case apart(GuestName, Spread)
    }

    var guest: GuestName
    var rule: Rule
    var weight: Int
  }

  /// Guests that must be on one host.
  private(set) var together: [Pair] = []
  /// Guests that must be on two hosts.
  private(set) var apart: [Pair] = []
  /// The preferences of guests.
  private(set) var preferences: [Preference] = []

  /// Looks at all guests; those of a name that is there already are reported and removed.
  init(_ description: inout FleetDescription, _ diagnostics: inout Diagnostics) {
    var names: [GuestName: Located<GuestName>] = [:]
    func isFirst(_ name: Located<GuestName>, _ diagnostics: inout Diagnostics) -> Bool {
      guard let first = names.updateValueIfAbsent(name, forKey: name.value) else { return true }
      diagnostics.report(.duplicateGuest(name, first: first.range))
      return false
    }
    for index in description.hosts.indices {
      description.hosts[index].content.guests.removeAll { !isFirst($0.name, &diagnostics) }
    }
    description.guests.removeAll { !isFirst($0.name, &diagnostics) }

    let hosts = description.hosts.map(\.name.value)
    for host in description.hosts {
      for guest in host.content.guests {
        guard let given = guest.content[PlacementKeys.hosts] else { continue }
        diagnostics.report(
          .conflictingKeys(
            "guests.\(guest.name.value).hosts is only for guests without a host, but this guest"
              + " is on \(host.name.value)",
            at: given.range, other: nil,
            suggestion: "remove it, or move the guest to the top-level guests"))
      }
    }
    let isHost = Set(hosts)
    let hostTags = Set(description.hosts.flatMap(\.content.host.tagNames))
    for guest in description.guests {
      for host in guest.content[PlacementKeys.hosts]?.value ?? [] {
        diagnostics.checkHost(
          host, known: hosts, tags: hostTags, "guests.\(guest.name.value).hosts")
      }
    }
    let all = description.hosts.flatMap(\.content.guests) + description.guests
    let mentions = GuestMentions(all)
    for guest in all {
      together += pairs(
        guest.content[PlacementKeys.affinity], of: guest, "affinity", mentions, &diagnostics)
      apart += pairs(
        guest.content[PlacementKeys.antiAffinity], of: guest, "antiAffinity", mentions,
        spread: guest.content[PlacementKeys.spread], &diagnostics)
    }
    for host in description.hosts {
      for guest in host.content.guests {
        addPreferences(of: guest, on: host.name.value, mentions, &diagnostics)
      }
    }
    for guest in description.guests {
      for preference in guest.content[PlacementKeys.prefer] {
        for host in preference.value.hosts?.value ?? [] {
          diagnostics.checkHost(
            host, known: hosts, tags: hostTags, "guests.\(guest.name.value).prefer")
        }
      }
      addPreferences(of: guest, on: nil, mentions, &diagnostics)
    }
    for guest in all {
      guard let target = guest.content[Replication.key]?.value.to, !isHost.contains(target.value)
      else { continue }
      diagnostics.report(
        .unknownHost(
          target.value, known: hosts, "guests.\(guest.name.value).replicate.to", at: target.range))
    }
    // Guests that share a list name each other.
    together = together.withoutMirrored()
    // Of two distances the greater one counts.
    apart = (apart.filter { $0.spread == .zone } + apart.filter { $0.spread == .host })
      .withoutMirrored()
    // A unit waits for units of its own host.
    for guest in description.guests {
      together += guest.content[After.key].filter { names[$0.value] != nil }
        .map { Pair(first: guest.name.value, second: $0.value, place: $0.range) }
    }
  }

  /// - Parameter host: the host that the guest is described under; nil for none.
  private mutating func addPreferences(
    of guest: Named<GuestName, GuestDescription>, on host: HostName?, _ mentions: GuestMentions,
    _ diagnostics: inout Diagnostics
  ) {
    let name = guest.name.value
    for preference in guest.content[PlacementKeys.prefer].map(\.value) {
      func add(_ rule: Preference.Rule) {
        preferences.append(Preference(guest: name, rule: rule, weight: preference.weight))
      }
      if let hosts = preference.hosts {
        if let host {
          diagnostics.report(
            .conflictingKeys(
              "guests.\(name).prefer: hosts are only for guests without a host, but this guest is"
                + " on"
                + " \(host)", at: hosts.range, other: nil,
              suggestion: "remove it, or move the guest to the top-level guests"))
        }
        add(.hosts(hosts.value.map(\.value)))
      }
      let path = "prefer"
      for pair in pairs(
        preference.affinity?.value ?? [], of: guest, path, mentions, &diagnostics)
      { add(.together(pair.second)) }
      for pair in pairs(
        preference.antiAffinity?.value ?? [], of: guest, path, mentions, &diagnostics)
      { add(.apart(pair.second, preference.spread)) }
    }
  }

  private func pairs(
    _ selectors: [Located<NameSelector<GuestName>>], of guest: Named<GuestName, GuestDescription>,
    _ key: String, _ mentions: GuestMentions, spread: Spread = .host,
    _ diagnostics: inout Diagnostics
  ) -> [Pair] {
    selectors.flatMap { selector in
      mentions.guests(selector, "guests.\(guest.name.value).\(key)", &diagnostics)
        .filter { $0 != guest.name.value }
        .map {
          Pair(first: guest.name.value, second: $0, place: selector.range, spread: spread)
        }
    }
  }

  /// Reports guests that are not where they must be.
  func checkAffinity(in description: FleetDescription, _ diagnostics: inout Diagnostics) {
    if together.isEmpty, apart.isEmpty { return }
    var hosts: [GuestName: HostName] = [:]
    for host in description.hosts {
      for guest in host.content.guests { hosts[guest.name.value] = host.name.value }
    }
    for pair in together {
      guard let first = hosts[pair.first], let second = hosts[pair.second], first != second
      else { continue }
      diagnostics.report(
        Diagnostic(
          .affinity,
          "\(pair.first) and \(pair.second) must be on the same host, but they are on \(first)"
            + " and \(second)",
          at: pair.place))
    }
    let zones = Dictionary(
      description.hosts.map { ($0.name.value, $0.content.host.zone?.value) },
      uniquingKeysWith: { first, _ in first })
    for pair in apart {
      guard let first = hosts[pair.first], let second = hosts[pair.second] else { continue }
      if first != second {
        guard pair.spread == .zone, let zone = zones[first] ?? nil, zone == zones[second] ?? nil
        else { continue }
        diagnostics.report(
          Diagnostic(
            .affinity,
            "\(pair.first) and \(pair.second) must be in different zones (antiAffinity, spread),"
              + " but"
              + " their hosts \(first) and \(second) are both in \(zone)", at: pair.place))
        continue
      }
      diagnostics.report(
        Diagnostic(
          .affinity,
          "\(pair.first) and \(pair.second) must be on different hosts (antiAffinity), but both"
            + " are on \(first)",
          at: pair.place))
    }
  }
}

extension [FleetGuests.Pair] {
  /// Each two guests once, where they are first.
  fileprivate func withoutMirrored() -> [FleetGuests.Pair] {
    var seen: Set<[GuestName]> = []
    return filter { pair in
      seen.insert([pair.first, pair.second].sorted()).inserted
    }
  }
}

extension Dictionary {
  /// Sets a value for a key that has none; else gives the one that it has.
  mutating func updateValueIfAbsent(_ value: Value, forKey key: Key) -> Value? {
    if let present = self[key] { return present }
    self[key] = value
    return nil
  }
}
