import NixAST

/// Arguments for QEMU, as they are.
public enum ExtraArgs: GuestCapability {
  /// Arguments for QEMU.
  public static let key = DefaultedKey(
    "extraArgs", .list(.argument), default: [],
    "Arguments that are appended to QEMU's command"
      + " line unchanged.")

  static var keys: [any KeyDefinition] { [key] }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    let words = guest.given[key]
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1].value : ""
      guard let rule = ForbiddenArgument(word.value, after: previous) else { continue }
      diagnostics.report(
        Diagnostic(
          .forbiddenArgument, "\(guest.path).extraArgs: \(rule.reason)", at: word.range,
          suggestion: rule.cure))
    }
  }
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
