import NixAST

/// A way to install a root disk: all that the module has for it.
protocol InstallMethod: Sendable {
  /// Whether a person does it, at the guest's screen.
  static var isByPerson: Bool { get }
  /// The commands that make `root.qcow2.new`.
  static var script: Str { get }
  /// The same, if it depends on the host.
  static func script(on host: Host) -> Str
  /// The code that guests share for it.
  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host)
}

extension InstallMethod {
  static var isByPerson: Bool { false }
  static func script(on host: Host) -> Str { script }

  /// A script that has a command make the root disk.
  static func makingRoot(_ command: Str) -> Str {
    let script: Str =
      "exec \(Nix.getExe("inTurn")) install 0 \(Nix.getExe("makeRoot")) \\\n  \(command)\n"
    return Str(script.parts, form: .indented)
  }

  /// The size of the root disk as a word of a script.
  static var diskSize: Expr { Nix.lib["escapeShellArg"](Nix.guest["diskSize"]) }
}

extension InstallKind {
  /// The way to install; nil if nothing is installed.
  var method: (any InstallMethod.Type)? {
    switch self {
    case .nixos: NixOSInstallation.self
    case .image: ImageInstallation.self
    case .iso: ISOInstallation.self
    case .store, .none: nil
    }
  }
}
