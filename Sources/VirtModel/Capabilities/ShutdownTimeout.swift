import NixAST

/// How long a guest may take to power off.
public enum ShutdownTimeout: GuestCapability {
  /// How long a guest may take to power off, in seconds.
  public static let key = DefaultedKey(
    "shutdownTimeout", .integer(1...86400), default: 90,
    "How many seconds the guest may take to power off before it is ended.")

  static var keys: [any KeyDefinition] { [key] }
}

extension Guest {
  /// How many seconds it may take to power off.
  public var shutdownTimeout: Int { values[ShutdownTimeout.key] }
}

// MARK: - In the module

extension ShutdownTimeout {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("shutdownTimeout", .int(Int64(guest.shutdownTimeout)))
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
