import NixAST

/// When a guest is started again.
public enum Restart: GuestCapability {
  /// When a guest is started again.
  public static let key = DefaultedKey(
    "restart", .choice, default: RestartPolicy.onFailure,
    "When to start the guest again after it has ended.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// When it is started again.
  public var restart: RestartPolicy { values[Restart.key] }
}

// MARK: - In the module

extension Restart {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("restart", .str(guest.restart.rawValue))
  }

  static var countedAttributes: [CountedAttribute] {
    [CountedAttribute(shared: "restart", .setting("Restart"))]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let common = use.common("restart").map { Expr.str($0) }
    code.unit.settings.add("Restart" => common ?? Nix.guest["restart"], at: .restart)
    code.unit.settings.add("RestartSec" => 5, at: .restart)
  }
}
