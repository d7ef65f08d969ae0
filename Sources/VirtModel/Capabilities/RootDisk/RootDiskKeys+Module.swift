import NixAST

extension RootDiskKeys {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    let disk = guest.rootDisk
    let method = disk.method
    let isInstalled = disk.isInstalled
    if isInstalled { paragraph.set("install", .str(disk.kind.rawValue)) }
    if let key = method.source, let file = disk.source {
      paragraph.set(key.name, file.expr(from: paragraph.folder))
    }
    method.describe(guest, in: &paragraph)
    if isInstalled, let size = disk.size { paragraph.set("diskSize", .str(size.description)) }
  }

  static var countedAttributes: [CountedAttribute] {
    [RootDiskUse.countedAttribute] + InstallKind.allCases.flatMap { $0.method.countedAttributes }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let disks = RootDiskUse(use)
    let methods = InstallKind.allCases.map(\.method).filter { $0.guests(use).isPossible }
    if methods.contains(where: { $0.makesSystem(on: host) }) {
      code.systems.append(GuestBase.overridableFunction)
    }
    for method in methods where method.installation == nil {
      method.contribute(to: &code, for: use, on: host)
    }
    if !disks.kinds.isEmpty { contributeInstallations(disks, to: &code, for: use, on: host) }
    HandoverDrive.contribute(to: &code, for: HandoverDrive.guests(use))
  }

  private static func contributeInstallations(
    _ disks: RootDiskUse, to code: inout SharedCode, for use: ModuleUse, on host: Host
  ) {
    code.add(makeRoot, at: .installation)
    let disk = Disks.rootArguments(disks.file, use)
    if disks.isOneFile {
      code.commonArguments.append(.list(disk))
    } else {
      code.add(disk, disks.installed, at: .rootDisk)
    }
    if disks.growing.isPossible {
      code.add(Disks.grow, at: .disks)
      let grow: [Expr] = [Nix.getExe("growDisk"), "root.qcow2", "qcow2", Nix.guest["diskSize"]]
      code.steps.add(.command(grow, disks.growing), at: .installation)
    }
    addUnits(to: &code, disks, host)
    code.scripts += scripts(disks, host)
    if disks.hasUnattended {
      code.services.append(("installService" => Nix.perGuest(service(use, host))).spaced())
    }
    for installation in disks.installations {
      installation.contribute(to: &code, for: use, on: host)
    }
  }

  private static func addUnits(
    to code: inout SharedCode, _ disks: RootDiskUse, _ host: Host
  ) {
    let unit: [Expr] = ["\(Nix.installUnit).service"]
    if let part = ListPart(unit, disks.installed) { code.unit.wants.add(part, at: .installation) }
    // The installation starts the guest when it is done.
    let condition = "ConditionPathExists" => .string(rootFile(host))
    switch disks.installed {
    case .never: break
    case .always: code.unit.section.append(condition)
    case .when(let test):
      code.unit.sections.append(Nix.lib["optionalAttrs"](test, .set { condition }))
    }
    let install = disks.service(Nix.name, Nix.guest)
    code.otherUnits.append((Nix.installUnit, install, disks.installed))
  }

  /// The root disk of a guest that was installed.
  static func rootFile(_ host: Host) -> Str { Nix.directory(on: host, "/root.qcow2") }

  // MARK: - The unit of an installation

  @BindingBuilder private static func scripts(_ disks: RootDiskUse, _ host: Host) -> [Binding] {
    let scripts = disks.installations.map { (kind: $0.kind, script: $0.script(on: host)) }
    if scripts.count == 1 {
      ("installScript" => Nix.perGuest(.string(scripts[0].script))).spaced()
    } else {
      ("installScripts"
        => .set {
          for (kind, script) in scripts {
            Attrpath(kind.rawValue) => Nix.perGuest(.string(script))
          }
        })
        .commented("How a root disk is created.").spaced()
      let choice = Expr.variable("installScripts")[
        Attrpath(AttrName(dynamic: Nix.guest["install"]))]
      "installScript" => Nix.perGuest(choice(Nix.name, Nix.guest))
    }
  }

  private static func service(_ use: ModuleUse, _ host: Host) -> Expr {
    .set {
      "description" => "Installation of guest \(Nix.name)"
      if use.has("requires") {
        "requires" => Nix.guest("requires", or: [])
        "after" => Nix.guest("requires", or: [])
      }
      unit(host, use)
      "serviceConfig"
        => .op(
          Nix.ofGuest("commonConfig"), .update,
          .set {
            commands(host)
            if Platform(host).hasKVM { "DeviceAllow" => ["/dev/kvm rw"] }
            "PrivateNetwork" => true
            "RestrictAddressFamilies" => "AF_UNIX"
          })
    }
  }

  /// It runs on its own: a rebuild does not wait for it, and does not interrupt it.
  @BindingBuilder static func unit(_ host: Host, _ use: ModuleUse) -> [Binding] {
    "onSuccess" => ["\(Nix.unit).service"]
    "restartIfChanged" => false
    "enableDefaultPath" => false
    "environment" => .variable("noEnvironment")
    "unitConfig"
      => .set {
        Nix.notHeld
        "ConditionPathExists" => .string(Str([.text("!")] + rootFile(host).parts))
        "RequiresMountsFor"
          => Nix.concat(
            [[.string(Nix.directory(on: host))]] + Hardware.mounts(use)
              + (use.has("installMounts") ? [Nix.guest("installMounts", or: [])] : []))
      }
  }

  /// The commands of the unit.
  /// - Parameter use: not nil for an installer that has the devices of the guest.
  @BindingBuilder static func commands(_ host: Host, devices use: ModuleUse? = nil) -> [Binding] {
    "Type" => "exec"
    "NotifyAccess" => "all"
    "ExecStartPre"
      => ListPart.joined(
        [.words([Nix.check(on: host, "\(Nix.name)\(HostNames.installSuffix)")])]
          + (use.map(HostDevices.binding) ?? [])
          + [.words([.string(Nix.guestFile("prepare"))])])
    "ExecStart" => .string(Nix.guestFile("install"))
    "ExecStopPost"
      => HostDevices.orOne(
        (use.map(HostDevices.releasing) ?? [])
          + [.words(["+\(Nix.guestFile("release")) \(Nix.name)\(HostNames.installSuffix)"])])
  }

  private static var makeRoot: SharedCode.Program {
    SharedCode.Program(
      variable: "makeRoot", name: "make-root",
      inputs: ["coreutils", "qemu_kvm", "util-linux"].map { Nix.pkgs[$0] },
      script: """
        # One at a time: a second one waits, and finds the disk.
        exec {lock}<.
        flock "$lock"
        if [ -e root.qcow2 ]; then
          exit 0
        fi
        if [ -e .root.qcow2.known ]; then
          echo "$PWD/root.qcow2 was there, and is gone: bring it back, or remove" \\
            "$PWD/.root.qcow2.known to install the guest again" >&2
          exit 1
        fi

        # What is here was interrupted.
        rm -f root.qcow2.new root.start.new
        "$@"
        qemu-img check -q -f qcow2 root.qcow2.new
        # The end of the first sector of all disks that have partitions or that a BIOS starts.
        qemu-img dd -f qcow2 -O raw bs=512 count=1 if=root.qcow2.new of=root.start.new
        if [ "$(od -An -tx1 -j510 root.start.new)" != " 55 aa" ]; then
          echo "There is no operating system on $PWD/root.qcow2.new: it has no partitions" >&2
          exit 1
        fi
        rm root.start.new
        sync root.qcow2.new
        mv root.qcow2.new root.qcow2
        echo "$PWD/root.qcow2 is finished."

        """,
      comment: """
        make-root COMMAND...: if there is no root.qcow2, COMMAND creates it as root.qcow2.new. The
        file gets its final name when it is complete.
        """)
  }
}
