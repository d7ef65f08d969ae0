import NixAST

/// Which changes restart a guest in a rebuild.
public enum RestartOn: GuestCapability {
  /// Which changes restart a guest.
  public static let key = DefaultedKey(
    "restartOn", .choice, default: RestartReason.description,
    "Which changes restart the guest during a rebuild: changes of its `description`, also"
      + " changes of the `host`'s packages such as QEMU, or none (`never`). With"
      + " `install = \"store\"` the default is `\"host\"`, so that a rebuild updates the guest."
      + " `nixvirt-guest list` shows guests that need a restart."
  )

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("restartOn", effect: .runsOn)] }

  static func complete(_ guest: inout DescribedGuest) {
    if guest.given.values.isGiven(key.name) { return }
    let usual = RootDiskKeys.kind(of: guest.given).method.usualRestart
    if usual != .description { guest.given[key] = usual }
  }
}

extension Guest {
  /// Which changes restart it.
  public var restartOn: RestartReason { values[RestartOn.key] }
}

// MARK: - In the module

extension RestartOn {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if guest.restartOn != .description {
      paragraph.set("restartOn", .str(guest.restartOn.rawValue))
    }
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute("restartOn") { value in
        if case .string(let string) = value { string.text.map { [$0] } ?? [] } else { [] }
      }
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let reason = Nix.guest("restartOn", or: "description")
    if use.has("restartOn", RestartReason.never.rawValue) {
      code.unit.options.append("restartIfChanged" => .op(reason, .notEqual, "never"))
    }
    if use.has("restartOn", RestartReason.host.rawValue) {
      code.unit.options.append(
        "restartTriggers"
          => Nix.lib["optional"](.op(reason, .equal, "host"), Nix.ofGuest("guestFiles")))
    }
  }
}
