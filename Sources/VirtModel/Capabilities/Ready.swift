import NixAST

/// Whether a unit waits until its guest says that it is up.
public enum Ready: GuestCapability {
  /// Whether a guest's systemd says when it is up.
  public static let key = DefaultedKey(
    "ready", .bool, default: false,
    "Whether the unit counts as started only after systemd in the guest has reported that it is"
      + " up.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute(key.name, implies: true)] }
}

extension Guest {
  /// Whether its systemd says when it is up.
  public var ready: Bool { values[Ready.key] }
}

// MARK: - In the module

extension Ready {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard guest.ready, let id = guest.contextID else { return }
    paragraph.set(key.name, true)
    paragraph.device(
      "-smbios", "type=11,value=io.systemd.credential:vmm.notify_socket=vsock-stream:2:\(id)")
    paragraph.service.families.append("AF_VSOCK")
    paragraph.service.notification = [
      UnitSetting("Type", "notify"),
      UnitSetting("NotifyAccess", "all"),
      UnitSetting("TimeoutStartSec", "10min"),
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has(key.name) else { return }
    code.add(awaitReady, at: .running)
    let port = Expr.variable("toString")(Nix.guest["contextID"])
    code.unit.beforeStart.append(
      Nix.lib["optionalString"](
        Nix.guestHas("ready"), "\(Nix.getExe("awaitReady")) \(port) &\n"))
  }

  private static var awaitReady: SharedCode.Program {
    SharedCode.Program(
      variable: "awaitReady", name: "await-ready",
      inputs: [Nix.pkgs["socat"], Nix.pkgs["systemd"]],
      script: """
        while read -r line; do
          if [ "$line" = READY=1 ]; then
            systemd-notify --ready
            kill "$!"
            exit
          fi
        done < <(exec socat -u "VSOCK-LISTEN:$1,fork" -)

        """,
      comment: "await-ready PORT: notifies systemd when the guest reports that it is up.")
  }
}
