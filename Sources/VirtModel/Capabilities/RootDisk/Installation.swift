import NixAST

/// A method that writes the root disk before the guest starts, in a unit of its own.
protocol Installation: InstallMethod {
  /// Whether a person does it, at the guest's screen.
  static var isByPerson: Bool { get }
  /// Whether it needs the host's installer.
  static var needsInstaller: Bool { get }
  /// The commands that make `root.qcow2.new`.
  static var script: Str { get }
  /// The same, if it depends on the host.
  static func script(on host: Host) -> Str
}

extension Installation {
  static var isByPerson: Bool { false }
  static var needsInstaller: Bool { false }
  static func script(on host: Host) -> Str { script }

  static var installation: (any Installation.Type)? { Self.self }
  static func guests(_ use: ModuleUse) -> Presence { RootDiskUse(use).guests(of: kind) }

  /// A script that has a command make the root disk.
  static func makingRoot(_ command: Str) -> Str {
    let script: Str =
      "exec \(Nix.getExe("inTurn")) install 0 \(Nix.getExe("makeRoot")) \\\n  \(command)\n"
    return Str(script.parts, form: .indented)
  }

  /// The size of the root disk as a word of a script.
  static var diskSize: Expr { Nix.lib["escapeShellArg"](Nix.guest["diskSize"]) }
}
