import NixAST

/// The single host that a guest's addresses follow from, so that they stay when the host gets another name
/// or becomes part of a fleet.
public enum DerivedFrom: GuestCapability {
  /// The host name; `""` for a host without one.
  public static let key = Key(
    "derivedFrom", .origin, derived: "`host.name`; in a fleet, the guest name alone",
    "The host name that MAC addresses and the UUID are derived from, as on a single host with this"
      + " name; `\"\"` is a single host without a name. A guest that comes from there keeps its"
      + " addresses.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [] }
}

extension DescribedGuest {
  /// The name that its MAC addresses and its UUID are derived from, besides its own.
  var origin: AddressOrigin {
    given[DerivedFrom.key]?.value
      ?? (host.isInFleet ? .fleet : .host(host.description.name?.value))
  }
}

extension ValueParser where Value == AddressOrigin {
  /// A single host by its name, or by `""` if it has none.
  static var origin: ValueParser {
    form(
      .invalidName, "a host name, or \"\"", rule: HostName.rule, pattern: "^[A-Za-z0-9.-]{0,253}$"
    ) { text in
      text.isEmpty ? .host(nil) : HostName(text).map { .host($0) }
    }
  }
}
