import NixAST

extension Host {
  /// The arguments that QEMU is started with.
  @BindingBuilder func arguments(_ features: Features) -> [Binding] {
    ("qemu" => .list(machine))
      .commented("What every QEMU is started with, a guest's or an installer's.").spaced()
    if features.firmware != .none {
      ("firmwareArgs" => .list(firmwareArguments)).spaced()
    }
    ("diskArgs" => features.hasDisks ? generalDiskArguments : imageArguments)
      .commented("A disk that the guest finds as /dev/disk/by-id/virtio-SERIAL.").spaced()
    ("guestQemu" => Nix.lib["escapeShellArgs"](sharedArguments(features)))
      .commented("The start of every guest's command line, escaped once.").spaced()
    ("guestArgs" => Nix.perGuest(guestArguments(features))).spaced()
    if features.installs.contains(.image) {
      ("seed" => Nix.perGuest(seed))
        .commented("cloud-init reads its settings from a FAT drive with this label.").spaced()
    }
    if features.installs.contains(.nixos) {
      ("installerQemu" => sharedInstallArguments(features))
        .commented("The start of every installer's command line.").spaced()
      ("installArgs" => Nix.perGuest(installArguments(features))).spaced()
      ("handover" => Nix.perGuest(handover))
        .commented("The installer sees this as a read-only FAT drive.").spaced()
    }
  }

  private var emulator: String {
    system == .arm ? "qemu-system-aarch64" : "qemu-system-x86_64"
  }

  // MARK: - The machine

  private var machine: [Expr] {
    [
      "\(Nix.pkgs["qemu_kvm"])/bin/\(emulator)",
      "-nodefaults",
      "-no-user-config",
      "-machine", system == .arm ? "virt,gic-version=max" : "q35",
      "-accel", .str(accelerator.rawValue),
      "-cpu", .str(processor),
      "-display", "none",
      "-device", "virtio-rng-pci",
    ] + (hasDiskThread ? ["-object", "iothread,id=disks"] : []) + [
      "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
    ]
  }

  private var processor: String {
    switch (accelerator, system) {
    case (.kvm, _): "host"
    // Kernels copy memory byte by byte where these are: fast in hardware, slow in emulation.
    case (.tcg, .x86): "max,erms=off,fsrm=off"
    case (.tcg, .arm): "max"
    }
  }

  private var firmwareArguments: [Expr] {
    let code = system == .arm ? "edk2-aarch64-code.fd" : "edk2-x86_64-code.fd"
    return [
      "-drive",
      "if=pflash,unit=0,format=raw,read-only=on,file=\(Nix.pkgs["qemu_kvm"])/share/qemu/\(code)",
      "-drive", "if=pflash,unit=1,format=raw,file=efivars.fd",
    ]
  }

  private func firmware(_ features: Features) -> [Expr] {
    switch features.firmware {
    case .none: []
    case .all: [.variable("firmwareArgs")]
    case .some: [Nix.optionals("firmware", .variable("firmwareArgs"))]
    }
  }

  // MARK: - Disks

  /// Whether disks have a thread of their own. Where the processor is emulated it is only one more that
  /// every request waits for: see docs/performance.md.
  private var hasDiskThread: Bool { accelerator == .kvm }

  private var diskDevice: Expr {
    let serial = Expr.variable("serial")
    let thread = hasDiskThread ? ",iothread=disks" : ""
    return "virtio-blk-pci,drive=\(serial),serial=\(serial)\(thread)"
  }

  private var imageArguments: Expr {
    let serial = Expr.variable("serial")
    let file = Expr.variable("file")
    return .lambda(
      "serial",
      body: .lambda(
        "file",
        body: [
          "-blockdev",
          "driver=file,node-name=\(serial).file,filename=\(file),discard=unmap",
          "-blockdev",
          "driver=qcow2,node-name=\(serial),file=\(serial).file,discard=unmap,detect-zeroes=unmap",
          "-device", diskDevice,
        ]))
  }

  private var generalDiskArguments: Expr {
    let serial = Expr.variable("serial")
    let access = Nix.lib["optionalString"](.variable("readOnly"), ",read-only=on")
    let formals = [
      Formal("serial"), Formal("file"), Formal("driver", default: "file"),
      Formal("format", default: "qcow2"), Formal("readOnly", default: false),
    ]
    let driver = Expr.variable("driver")
    // A file goes through the host's page cache: some file systems know no other way.
    let cache = Nix.lib["optionalString"](
      .op(driver, .equal, "host_device"), ",cache.direct=on,aio=native")
    return .lambda(
      .pattern(Pattern(formals, hasEllipsis: true)),
      body: [
        "-blockdev",
        "driver=\(driver),node-name=\(serial).file,filename=\(Expr.variable("file")),discard=unmap\(cache)\(access)",
        "-blockdev",
        "driver=\(Expr.variable("format")),node-name=\(serial),file=\(serial).file,discard=unmap,detect-zeroes=unmap\(access)",
        "-device", diskDevice,
      ])
  }

  /// The root disk of an installed guest, in a file of its directory.
  private func rootDisk(_ file: Expr, _ features: Features) -> Expr {
    let disk = Expr.variable("diskArgs")
    guard features.hasDisks else { return disk("root", file) }
    return disk(
      .set {
        "serial" => "root"
        "file" => file
      })
  }

  /// Whether all guests have a root disk of the same name.
  private func sharesRootDisk(_ features: Features) -> Bool {
    features.allAreInstalled && !features.installs.contains(.iso)
  }

  private func ownRootDisk(_ features: Features) -> [Expr] {
    if sharesRootDisk(features) || features.installs.isEmpty { return [] }
    let file: Expr =
      features.installs.contains(.iso) ? Nix.guest("rootFile", or: "root.qcow2") : "root.qcow2"
    let disk = rootDisk(file, features)
    return [features.allAreInstalled ? disk : Nix.optionals("install", disk)]
  }

  // MARK: - A guest

  // What is shared stands before what is a guest's own, in one order, whatever other guests have: a
  // command line that changed would restart its guest.

  private func sharedArguments(_ features: Features) -> Expr {
    let constant: Expr = [
      "-serial", "chardev:console",
      "-device", "virtio-balloon-pci,free-page-reporting=on",
      "-device", "pvpanic-pci",
      "-action", "panic=exit-failure",
    ]
    let disk = sharesRootDisk(features) ? [rootDisk("root.qcow2", features)] : []
    return Nix.concat([.variable("qemu"), constant] + disk)
  }

  private func guestArguments(_ features: Features) -> Expr {
    var parts = ownRootDisk(features) + firmware(features) + [.list(ownArguments)]
    if features.hasDisks {
      parts.append(Nix.lib["concatMap"](.variable("diskArgs"), Nix.guest("disks", or: [])))
    }
    parts.append(
      Nix.lib["concatMap"](.lambda("nic", body: networkArguments), Nix.guest["interfaces"]))
    switch features.display {
    case .none: break
    case .some: parts.append(Nix.optionals("vncDisplay", displayArguments))
    case .all: parts.append(displayArguments)
    }
    if features.installs.contains(.image) {
      parts.append(
        features.installs.count == 1 && !features.namesInstall
          ? seedArguments : Nix.optionals("image", seedArguments))
    }
    if features.hasDevices { parts.append(Nix.guest("devices", or: [])) }
    if features.hasExtraArguments { parts.append(Nix.guest("extraArgs", or: [])) }
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
    let keyboard: [Expr] = system == .arm ? ["-device", "usb-kbd"] : []
    return .list(
      ["-vnc", Nix.guest["vncDisplay"], "-device", graphicsCard, "-device", "qemu-xhci"]
        + keyboard + ["-device", "usb-tablet"])
  }

  private var graphicsCard: Expr { system == .arm ? "virtio-gpu-pci" : "VGA" }

  private var seedArguments: Expr {
    [
      "-blockdev",
      "driver=vvfat,node-name=cloud.init,label=CIDATA,read-only=on,dir=\(Expr.variable("seed")(Nix.name, Nix.guest))",
      "-device", "virtio-blk-pci,drive=cloud.init",
    ]
  }

  private var seed: Expr {
    let toJSON = Expr.variable("builtins")["toJSON"]
    let settings: Expr = .set {
      "disable_root" => false
      "hostname" => Nix.name
      "ssh_authorized_keys" => Nix.guest["sshKeys"]
      "users" => [
        "default",
        .set {
          "name" => "root"
          "ssh_authorized_keys" => Nix.guest["sshKeys"]
        },
      ]
    }
    let instance: Expr = .set {
      "instance-id" => Nix.name
      "local-hostname" => Nix.name
    }
    return Nix.pkgs["linkFarm"](
      "\(Nix.name)-seed",
      .set {
        "meta-data" => Nix.pkgs["writeText"]("meta-data", toJSON(instance))
        "user-data"
          => Nix.pkgs["writeText"]("user-data", "#cloud-config\n\(toJSON(settings))\n")
      })
  }

  // MARK: - An installation of NixOS

  private func sharedInstallArguments(_ features: Features) -> Expr {
    let constant: [Expr] = [
      "-m", "2g",
      "-no-reboot",
      "-device", "virtio-blk-pci,drive=handover,serial=handover",
      // Where the host has no room, the installer is to hear of it: a guest is paused.
      "-global", "virtio-blk-device.werror=report",
      "-device", graphicsCard,
      "-chardev", "stdio,id=console,signal=off,logfile=install.log",
      "-serial", "chardev:console",
    ]
    let arguments = Nix.lib["escapeShellArgs"](
      Nix.concat([
        .variable("qemu"), rootDisk("root.qcow2.new", features),
        .list(constant + (features.hasModules ? [] : bootArguments)),
      ]))
    return features.hasModules ? arguments : withImage(.variable("installer"), arguments)
  }

  private func installArguments(_ features: Features) -> Expr {
    let own: [Expr] = [
      "-name", "\(Nix.name)-install",
      "-smp", Expr.variable("toString")(Nix.guest["cpus"]),
      "-blockdev",
      "driver=vvfat,node-name=handover,label=HANDOVER,read-only=on,dir=\(Expr.variable("handover")(Nix.name, Nix.guest))",
    ]
    let arguments = Nix.concat(
      [.list((features.hasModules ? bootArguments : []) + own)] + firmware(features))
    return features.hasModules
      ? withImage(Expr.variable("installer")(Nix.guest), arguments) : arguments
  }

  private var bootArguments: [Expr] {
    let image = Expr.variable("image")
    return ["-cdrom", "\(image)/iso/\(image["name"])", "-boot", "d"]
  }

  private func withImage(_ installer: Expr, _ arguments: Expr) -> Expr {
    .letIn {
      "image" => installer["config.system.build.isoImage"]
    } body: {
      arguments
    }
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
