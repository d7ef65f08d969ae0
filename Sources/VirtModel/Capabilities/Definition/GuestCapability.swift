import NixAST

/// One thing that guests have: its keys, with the rules about them, what is reported of a change, and how it
/// is read out of a module; and, as a ``ModuleContributor``, what it puts into the module.
protocol GuestCapability: ModuleContributor {
  /// Its keys, in the order of the reference.
  static var keys: [any KeyDefinition] { get }

  /// Fills in what follows from other keys where it is left out.
  static func complete(_ guest: inout DescribedGuest)

  /// Reports what is wrong with a guest by itself, or on its host.
  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics)

  /// Warns of what works and is likely not meant. Called where there is no error.
  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics)

  /// Reports what is wrong with the guests of a host together.
  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics)

  /// Claims what may be used once on a host.
  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims)

  /// The files of the host that no guest may replace.
  static func hostFiles(of guest: ResolvedGuest) -> [HostFile]

  /// The attributes that a guest's paragraph in a module has of it.
  static var attributes: [ParagraphAttribute] { get }

  /// Other names of its keys in hand-written modules: `ram` is `memory`.
  static var aliases: [String: String] { get }

  /// Reads an attribute of a guest in a module back; nil where the description has its value.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]?

  /// Reads a setting of a guest's unit back, by its name in systemd; nil for one of another
  /// capability.
  static func imported(setting: String, _ value: Expr) -> ImportedKey?
}

extension GuestCapability {
  static func complete(_ guest: inout DescribedGuest) {}
  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {}
  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {}
  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
  }
  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {}
  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] { [] }
  static var attributes: [ParagraphAttribute] { keys.map { ParagraphAttribute($0.name) } }
  static var aliases: [String: String] { [:] }
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? { nil }
  static func imported(setting: String, _ value: Expr) -> ImportedKey? { nil }
}
