import NixAST

/// Writes the arguments that QEMU is started with.
struct ArgumentWriter {
  let host: Host
  let use: ModuleUse
  let code: SharedCode

  @BindingBuilder var bindings: [Binding] {
    ("qemuArgs" => .list(machine))
      .commented("Arguments of every QEMU, for guests and installers.").spaced()
    code.argumentLists
    ("guestCommand" => Nix.lib["escapeShellArgs"](commonArguments))
      .commented("The common part of the guests' command lines, escaped once.").spaced()
    ("guestArgs" => Nix.perGuest(guestArguments))
      .commented("The part of a guest's command line that depends on the guest.").spaced()
    code.argumentFunctions
  }

  private var machine: [Expr] {
    let platform = Platform(host)
    return [
      "\(Nix.pkgs["qemu_kvm"])/bin/\(platform.emulator)",
      "-nodefaults",
      "-no-user-config",
      "-machine", .str(platform.machine),
      "-accel", .str(host.accelerator.rawValue),
      "-cpu", .str(platform.processor),
      "-display", "none",
      "-device", device("virtio-rng-pci", .random),
    ] + (platform.hasDiskThread ? ["-object", "iothread,id=disks"] : []) + [
      "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]
  }

  private var commonArguments: Expr {
    let constant: [Expr] = [
      "-serial", "chardev:console",
      "-device", device("virtio-balloon-pci,free-page-reporting=on", .balloon),
      "-device", device("pvpanic-pci", .panic),
      "-action", "panic=exit-failure",
    ]
    return ListPart.joined(
      [.list(.variable("qemuArgs")), .words(constant)] + code.commonArguments)
  }

  private func device(_ device: String, _ place: HardwarePlan.Single) -> Expr {
    .str("\(device),\(HardwarePlan.address(place).properties)")
  }

  private var guestArguments: Expr {
    var code = code
    let runtime = Nix.runtimeDirectory
    code.arguments.insert(.words(["-name", Nix.name]), at: .machine)
    code.add(
      [
        "-qmp", "unix:\(runtime)/qmp.sock,server=on,wait=off",
        "-qmp", "unix:\(runtime)/events.sock,server=on,wait=off",
        "-chardev", "socket,id=console,path=\(runtime)/console.sock,server=on,wait=off",
      ], at: .machine)
    if use.has("devices") { code.add(Nix.guest("devices", or: []), at: .devices) }
    return ListPart.joined(code.arguments.items)
  }
}
