import NixAST

/// Units of the host that must be up before a guest is started or installed.
public enum Requires: GuestCapability {
  /// Units of the host.
  public static let key = DefaultedKey(
    "requires", .list(.unitName), default: [],
    "Units of the host that must be up first, such as `zfs-import-tank.service`. Mounts of"
      + " paths in the description are required automatically; list other guests in `after`."
  )

  static var keys: [any KeyDefinition] { [key] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    for unit in guest.given[key] where unit.value.description.hasPrefix(HostNames.unitPrefix) {
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).requires: \(unit.value) is a unit of nixvirt", at: unit.range,
          other: nil, suggestion: "name the guest in \"after\""))
    }
  }
}

extension Guest {
  /// Units of the host that must be up first.
  public var requires: [UnitName] { values[Requires.key].map(\.value).withoutDuplicates() }
}

extension ValueParser where Value == UnitName {
  fileprivate static var unitName: ValueParser {
    form(
      .invalidName, "the name of a systemd unit", rule: UnitName.rule, pattern: UnitName.pattern
    ) { UnitName($0) }
  }
}

// MARK: - In the module

extension Requires {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.requires.isEmpty else { return }
    paragraph.set("requires", .list(guest.requires.map { .str($0.description) }))
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("requires") else { return }
    code.unit.requires.append(.list(Nix.guest("requires", or: [])))
    code.unit.after.add(.list(Nix.guest("requires", or: [])), at: .guests)
  }
}
