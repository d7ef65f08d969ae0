import NixAST

extension Host {
  /// The arguments that QEMU is started with.
  func arguments(_ features: Features) -> [Binding] {
    [
      ("qemu" => "\(Nix.pkgs["qemu_kvm"])/bin/\(emulator)").spaced(),
      ("machineArgs" => .list(machineArguments.map { .str($0) }))
        .commented("What every QEMU is started with, a guest's or an installer's.").spaced(),
      ("diskArgs" => .lambda("serial", body: .lambda("file", body: diskArguments)))
        .commented("A disk that the guest finds as /dev/disk/by-id/virtio-SERIAL.").spaced(),
      ("guestArgs" => Nix.perGuest(guestArguments(features))).spaced(),
      ("installArgs" => Nix.perGuest(installArguments)).spaced(),
      ("handover" => Nix.perGuest(handover))
        .commented("The installer sees this as a read-only FAT drive.").spaced(),
    ]
  }

  private var emulator: String {
    system == .arm ? "qemu-system-aarch64" : "qemu-system-x86_64"
  }

  private var machineArguments: [String] {
    [
      "-nodefaults",
      "-no-user-config",
      "-machine", system == .arm ? "virt" : "q35",
      "-accel", accelerator.rawValue,
      "-cpu", accelerator == .kvm ? "host" : "max",
      "-display", "none",
      "-device", "virtio-rng-pci",
      "-object", "iothread,id=disks",
      "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]
  }

  private var diskArguments: Expr {
    let serial = Expr.variable("serial")
    let file = Expr.variable("file")
    return [
      "-blockdev",
      "driver=file,node-name=\(serial)-file,filename=\(file),cache.direct=on,aio=native,discard=unmap",
      "-blockdev",
      "driver=qcow2,node-name=\(serial),file=\(serial)-file,discard=unmap,detect-zeroes=unmap",
      "-device",
      "virtio-blk-pci,drive=\(serial),serial=\(serial),iothread=disks",
    ]
  }

  // MARK: - A guest

  private func guestArguments(_ features: Features) -> Expr {
    var parts: [Expr] = [
      .variable("machineArgs"),
      Expr.variable("diskArgs")("root", "root.qcow2"),
      .list(ownArguments),
      Nix.lib["concatMap"](.lambda("nic", body: networkArguments), Nix.guest["interfaces"]),
    ]
    if features.hasVNC {
      let hasDisplay = Expr.hasAttr(HasAttr(Nix.guest, "vncDisplay"))
      parts.append(Nix.lib["optionals"](hasDisplay, displayArguments))
    }
    if features.hasExtraArguments {
      parts.append(.select(Select(Nix.guest, "extraArgs", default: [])))
    }
    return Nix.concat(parts)
  }

  private var ownArguments: [Expr] {
    let runtime: Str = "/run/guests/\(Nix.name)"
    return [
      "-name", Nix.name,
      "-smp", Expr.variable("toString")(Nix.guest["cpus"]),
      "-m", Nix.guest["memory"],
      "-qmp", "unix:\(runtime)/qmp.sock,server=on,wait=off",
      "-chardev",
      "socket,id=console,path=\(runtime)/console.sock,server=on,wait=off,logfile=console.log,logappend=on",
      "-serial", "chardev:console",
      "-device", "virtio-balloon-pci,free-page-reporting=on",
      "-device", "pvpanic-pci",
      "-action", "panic=exit-failure",
    ]
  }

  private var networkArguments: Expr {
    let tap = Nix.nic["tap"]
    let vhost = accelerator == .kvm ? ",vhost=on" : ""
    return [
      "-netdev", "tap,id=net-\(tap),ifname=\(tap),script=no,downscript=no\(vhost)",
      "-device", "virtio-net-pci,netdev=net-\(tap),mac=\(Nix.nic["mac"])",
    ]
  }

  private var displayArguments: Expr {
    [
      "-vnc", Nix.guest["vncDisplay"], "-device", "VGA", "-device", "qemu-xhci", "-device",
      "usb-tablet",
    ]
  }

  // MARK: - An installation

  private var installArguments: Expr {
    let iso = "installer.config.system.build.isoImage" as Attrpath
    let image = Expr.variable("installer")[Attrpath(iso.rest[0], Array(iso.rest.dropFirst()))]
    return Nix.concat([
      .variable("machineArgs"),
      Expr.variable("diskArgs")("root", "root.qcow2.new"),
      [
        "-name", "\(Nix.name)-install",
        "-smp", Expr.variable("toString")(Nix.guest["cpus"]),
        "-m", "2g",
        "-cdrom", "\(image)/iso/\(image["name"])",
        "-boot", "d",
        "-no-reboot",
        "-blockdev",
        "driver=vvfat,node-name=handover,label=HANDOVER,read-only=on,dir=\(Expr.variable("handover")(Nix.name, Nix.guest))",
        "-device", "virtio-blk-pci,drive=handover,serial=handover",
        "-device", "VGA",
        "-chardev", "stdio,id=console,signal=off,logfile=install.log",
        "-serial", "chardev:console",
      ],
    ])
  }

  private var handover: Expr {
    Nix.pkgs["linkFarm"](
      "\(Nix.name)-handover",
      .set {
        "authorized_keys"
          => Nix.pkgs["writeText"](
            "authorized_keys", Nix.lib["concatLines"](Nix.guest["sshKeys"]))
        "hostname" => Nix.pkgs["writeText"]("hostname", "\(Nix.name)\n")
      })
  }
}
