import NixAST

/// How long a guest may take to power off.
public enum ShutdownTimeout: GuestCapability {
  /// How long a guest may take to power off: a second to a day, written in seconds.
  public static let key = DefaultedKey(
    "shutdownTimeout", .seconds(1...86400), default: .seconds(90),
    "How many seconds the guest has to power off before it is killed.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// How long it may take to power off before it is ended, in whole seconds.
  public var shutdownTimeout: Duration { values[ShutdownTimeout.key] }
}

// MARK: - In the module

extension ShutdownTimeout {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("shutdownTimeout", .int(guest.shutdownTimeout.components.seconds))
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute(shared: "shutdownTimeout", .setting("TimeoutStopSec"))
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let common = use.common("shutdownTimeout").flatMap { Int64($0) }.map { Expr.int($0) }
    code.unit.settings.add(
      "TimeoutStopSec" => common ?? Nix.guest["shutdownTimeout"], at: .stop)
  }
}
