import NixAST

/// The name that a guest had before. A plan moves its files, and until then it does not start.
public enum Formerly: GuestCapability {
  /// The name that the guest had.
  public static let key = Key(
    "formerly", .guestName,
    "The name that the guest had before. `nixvirt plan` moves its files; until they are moved, it is"
      + " neither installed nor started.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("formerly", effect: .runsOn)] }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    check(guests.map { ($0.name, $0.given[key]) }, &diagnostics)
  }

  /// A former name is of one guest, which is there no more.
  static func check(
    _ guests: [(name: Located<GuestName>, former: Located<GuestName>?)],
    _ diagnostics: inout Diagnostics
  ) {
    if !guests.contains(where: { $0.former != nil }) { return }
    var names: [GuestName: SourceRange?] = [:]
    for guest in guests { names[guest.name.value] = guest.name.range }
    for case (let name, let former?) in guests {
      guard let other = names.updateValue(former.range, forKey: former.value) else { continue }
      diagnostics.report(
        .conflictingKeys(
          "guests.\(name.value).formerly: another guest has, or had, the name \(former.value)",
          at: former.range, other: other,
          suggestion: "remove it, or name the guest that this one was before"))
    }
  }
}

extension Guest {
  /// The name that it had before; nil for none.
  public var formerly: GuestName? { values[Formerly.key]?.value }
}

// MARK: - In the module

extension Formerly {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let former = guest.formerly else { return }
    paragraph.set("formerly", .str(former.description))
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("formerly") else { return }
    code.files.append(
      Nix.lib["optionalAttrs"](
        Nix.guestHas("formerly"),
        .set { "formerly" => Nix.pkgs["writeText"]("formerly", Nix.guest["formerly"]) }))
  }
}
