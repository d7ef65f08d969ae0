import NixAST

/// Resources that a host has once: collects their users, and reports those that share one.
///
/// Nearly always there is no such thing: a first look remembers a hash of each value, and only where
/// one comes again is everything looked at once more, with who uses it.
struct Claims {
  /// A kind of thing that may be used once.
  enum Kind: Int, CaseIterable {
    case mac, address, interface, display, device, user, unit, context, slot

    /// The id of the diagnostic.
    var id: DiagnosticID {
      switch self {
      case .mac: .duplicateMAC
      case .address: .duplicateAddress
      case .interface: .duplicateInterface
      case .display: .duplicateVNCDisplay
      case .device: .duplicateDevice
      case .user, .unit, .context, .slot: .derivedNameCollision
      }
    }

    /// Its name in messages, with an article.
    var noun: String {
      switch self {
      case .mac: "the MAC address"
      case .address: "the address"
      case .interface: "the interface"
      case .display: "the VNC display"
      case .device: "the device"
      case .user: "the user name"
      case .unit: "the unit"
      case .context: "the vsock number"
      case .slot: "the PCI slot"
      }
    }
  }

  /// Something that uses a value, and where that is said.
  private struct Use {
    var owner: String
    var range: SourceRange?
    /// The key to set where the value was derived; nil where it was given.
    var key: String?
  }

  private let isFirstLook: Bool
  private var hashes: [[UInt64]] = Array(repeating: [], count: Kind.allCases.count)
  private var uses: [[(value: String, use: Use)]] = Array(
    repeating: [], count: Kind.allCases.count)

  /// - Parameter isFirstLook: whether users are not recorded, so that no message can name them.
  init(isFirstLook: Bool) {
    self.isFirstLook = isFirstLook
    // A host may be a virtual machine itself.
    add("qemu-guest-agent", .unit, owner: "the host's QEMU guest agent (services.qemuGuest)")
  }

  /// Claims a value.
  /// - Parameter key: the key to set, for a value that was derived.
  mutating func add(
    _ value: @autoclosure () -> String, _ kind: Kind, owner: @autoclosure () -> String,
    at range: @autoclosure () -> SourceRange? = nil, key: @autoclosure () -> String? = nil
  ) {
    if isFirstLook {
      hashes[kind.rawValue].append(value().fnv1a)
    } else {
      uses[kind.rawValue].append((value(), Use(owner: owner(), range: range(), key: key())))
    }
  }

  /// Claims a value for a guest.
  mutating func add(
    _ value: @autoclosure () -> String, _ kind: Kind, of guest: ResolvedGuest,
    at range: @autoclosure () -> SourceRange?, key: @autoclosure () -> String? = nil
  ) {
    add(
      value(), kind, owner: "the guest \(guest.name.value)", at: range() ?? guest.name.range,
      key: key())
  }

  /// Whether anything seems to be used twice, after a first look.
  var isSuspicious: Bool { hashes.contains { Set($0).count < $0.count } }

  /// Reports what is used twice, after a second look.
  func report(_ diagnostics: inout Diagnostics) {
    for kind in Kind.allCases {
      var first: [String: Use] = [:]
      for (value, use) in uses[kind.rawValue] {
        guard let earlier = first[value] else {
          first[value] = use
          continue
        }
        let isDerived = use.key != nil && earlier.key != nil
        diagnostics.report(
          .usedTwice(
            isDerived ? .derivedNameCollision : kind.id, "\(kind.noun) \(value)",
            by: use.owner, and: earlier.owner, at: use.range,
            first: earlier.range, suggestion: suggestion(kind, use, earlier)))
      }
    }
  }

  private func suggestion(_ kind: Kind, _ use: Use, _ earlier: Use) -> String {
    if let key = use.key ?? earlier.key { return "set \(key)" }
    switch kind {
    case .display:
      let taken = Set(uses[Kind.display.rawValue].map(\.value))
      let free = (0...VNCDisplay.maximumDisplay).first { !taken.contains("\($0)") } ?? 0
      return "the next free one is \"localhost:\(free)\""
    case .mac: return "remove it: nixvirt derives a different MAC address for each guest"
    case .user, .unit, .context: return "give the guest another name"
    case .address, .interface, .device, .slot: return "use different ones"
    }
  }
}
