import NixAST

/// Whether a unit waits until its guest says that it is up.
public enum Ready: GuestCapability {
  /// Whether a guest's systemd says when it is up.
  public static let key = DefaultedKey(
    "ready", .bool, default: false,
    "Whether the unit counts as started only after systemd in the guest has reported that it is"
      + " up.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("readyPort", implies: true)] }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    guard guest.guest.ready else { return }
    claims.add("\(guest.guest.contextID)", .context, of: guest, at: guest.given.place(of: key))
  }
}

extension Guest {
  /// Whether its systemd says when it is up.
  public var ready: Bool { values[Ready.key] }

  /// The number that names it among the machines with sockets over vsock, and the host's port that it
  /// tells that it is up.
  var contextID: UInt32 { Derived.contextID(guest: name) }
}

// MARK: - In the module

extension Ready {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard guest.ready else { return }
    let id = guest.contextID
    paragraph.set("readyPort", .int(Int64(id)))
    paragraph.device(
      "-device", "vhost-vsock-pci,guest-cid=\(id),\(HardwarePlan.address(.socket).properties)")
    paragraph.device(
      "-smbios", "type=11,value=io.systemd.credential:vmm.notify_socket=vsock-stream:2:\(id)")
    paragraph.service.devices.add("/dev/vhost-vsock rw", at: .sockets)
    paragraph.service.families.append("AF_VSOCK")
    paragraph.service.notification = [
      UnitSetting("Type", "notify"),
      UnitSetting("NotifyAccess", "all"),
      UnitSetting("TimeoutStartSec", "10min"),
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("readyPort") else { return }
    code.add(awaitReady, at: .running)
    let port = Expr.variable("toString")(Nix.guest["readyPort"])
    code.unit.beforeStart.append(
      Nix.lib["optionalString"](
        Nix.guestHas("readyPort"), "\(Nix.getExe("awaitReady")) \(port) &\n"))
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    if guests.contains(where: \.ready) { options.kernelModules.append("vhost_vsock") }
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
