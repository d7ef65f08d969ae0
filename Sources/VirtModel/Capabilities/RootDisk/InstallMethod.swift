import NixAST

/// A way to get a root disk, with everything that depends on it: each value of `install` is one. A method that
/// writes the disk before the guest starts is an ``Installation`` as well.
protocol InstallMethod: SendableMetatype {
  /// The value.
  static var kind: InstallKind { get }

  // MARK: Keys

  /// The key with the file that the disk is made from. The kind is assumed where this key is given, and
  /// needs it.
  static var source: Key<SourcePath>? { get }
  /// The keys that it reads, of those that not every kind does.
  static var inputs: [InstallInput] { get }
  /// Whether the size must be given.
  static var needsSize: Bool { get }
  /// Whether the disk can have the format `raw`.
  static var mayBeRaw: Bool { get }
  /// The memory of a guest whose description leaves it out.
  static var usualMemory: Size { get }
  /// Memory below which something does not work, with the words for it.
  static var leastMemory: (size: Size, reason: String, suggestion: String)? { get }
  /// The size below which nobody can use the disk.
  static var leastSize: Size? { get }
  /// Which changes restart a guest whose description leaves it out.
  static var usualRestart: RestartReason { get }

  // MARK: The guest's system

  /// The program in the guest that takes keys, settings of network cards and more from nixvirt; nil if
  /// there is none.
  static var configurator: Guest.Configurator? { get }
  /// A replacement for user data, if nothing in the guest reads it.
  static var userDataAdvice: String { get }
  /// How `nixvirt try` boots it.
  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium?

  // MARK: The module

  /// The installation; nil if the disk is made blank, or is there.
  static var installation: (any Installation.Type)? { get }
  /// The name of the disk's file without the ending, if it is not `root`.
  static var fileStem: String? { get }
  /// The serial number of a disk with the guest's system beside the root disk; nil if there is none.
  static var storeSerial: String? { get }
  /// The attribute of a paragraph by which guests of a kind without an installation are known.
  static var mark: String? { get }
  /// The attributes of a paragraph that only this kind has.
  static var attributes: [ParagraphAttribute] { get }
  /// Those whose values matter for the code that guests share.
  static var countedAttributes: [CountedAttribute] { get }
  /// Its part of a guest's paragraph.
  static func describe(_ guest: Guest, in paragraph: inout GuestParagraph)
  /// The guests that have it.
  static func guests(_ use: ModuleUse) -> Presence
  /// Whether the module has a NixOS system for its guests.
  static func makesSystem(on host: Host) -> Bool
  /// Its files in the host's /etc, which no guest restarts for; nil if there are none.
  static func hostFiles(_ use: ModuleUse, on host: Host) -> Expr?
  /// The code that guests share for it.
  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host)
  /// Reads one of ``attributes`` back, see ``GuestCapability``.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]?
}

/// A key that only some kinds read.
enum InstallInput: String, CaseIterable {
  case image, iso
  case modules = "nixos.modules"
  case writableStore = "nixos.writableStore"
  case nixpkgs = "nixos.nixpkgs"
}

extension InstallKind {
  /// Everything about the kind.
  var method: any InstallMethod.Type {
    switch self {
    case .nixos: NixOSInstallation.self
    case .store: StoreBoot.self
    case .image: ImageInstallation.self
    case .iso: ISOInstallation.self
    case .none: BlankDisk.self
    }
  }

  /// The kind of a guest without an installation whose paragraph has attributes with these names.
  static func uninstalled(with attributes: Set<String>) -> InstallKind {
    allCases.first { $0.method.mark.map(attributes.contains) ?? false } ?? .none
  }

  /// The files in the host's /etc of all kinds.
  static func hostFiles(_ use: ModuleUse, on host: Host) -> [Expr] {
    allCases.compactMap { $0.method.hostFiles(use, on: host) }
  }

  /// The kind that alone has a root disk with this file.
  static func owning(file: String) -> InstallKind? {
    allCases.first { kind in
      kind.method.fileStem.map { file.hasPrefix("\($0).") } ?? false
    }
  }
}

extension InstallMethod {
  static var source: Key<SourcePath>? { nil }
  static var inputs: [InstallInput] { [] }
  static var needsSize: Bool { true }
  static var mayBeRaw: Bool { false }
  static var usualMemory: Size { Size(checkedBytes: 512 << 20) }
  static var leastMemory: (size: Size, reason: String, suggestion: String)? { nil }
  static var leastSize: Size? { nil }
  static var usualRestart: RestartReason { .description }

  static var configurator: Guest.Configurator? { nil }
  static var userDataAdvice: String { "use image, or configure the guest itself" }
  static func trial(_ disk: Guest.RootDisk) -> Guest.TrialMedium? { nil }

  static var installation: (any Installation.Type)? { nil }
  static var fileStem: String? { nil }
  static var storeSerial: String? { nil }
  static var mark: String? { nil }
  static var attributes: [ParagraphAttribute] { [] }
  static var countedAttributes: [CountedAttribute] { [] }
  static func describe(_ guest: Guest, in paragraph: inout GuestParagraph) {}
  static func guests(_ use: ModuleUse) -> Presence { mark.map(use.presence) ?? .never }
  static func makesSystem(on host: Host) -> Bool { false }
  static func hostFiles(_ use: ModuleUse, on host: Host) -> Expr? { nil }
  // Of the kinds without a mark nothing is asked.
  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {}
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    // The root disk becomes the kind.
    importer.isGenerated && attribute.name == mark ? [] : nil
  }
}
