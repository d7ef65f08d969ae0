import NixAST

/// Arguments for QEMU, as they are.
public enum ExtraArgs: GuestCapability {
  /// Arguments for QEMU.
  public static let key = DefaultedKey(
    "extraArgs", .list(.argument), default: [], "Arguments for QEMU, as they are, last.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// Arguments for QEMU.
  public var extraArgs: [String] { values[ExtraArgs.key].map(\.value) }
}

// MARK: - In the module

extension ExtraArgs {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.lastArguments += guest.extraArgs
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    if use.has("extraArgs") { code.add(Nix.guest("extraArgs", or: []), at: .last) }
  }
}
