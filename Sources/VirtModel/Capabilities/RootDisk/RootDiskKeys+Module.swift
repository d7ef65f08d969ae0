import NixAST

extension RootDiskKeys {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    let disk = guest.rootDisk
    if let install = disk.install { paragraph.set("install", .str(install.rawValue)) }
    switch disk {
    case .image(let image, _): paragraph.set("image", image.expr(from: paragraph.folder))
    case .iso(let iso, _): paragraph.set("iso", iso.expr(from: paragraph.folder))
    case .nixos(_, let modules):
      if !modules.isEmpty {
        paragraph.set("modules", .list(modules.map { $0.expr(from: paragraph.folder) }))
      }
    case .blank, .existing: break
    }
    if let size = disk.installedSize { paragraph.set("diskSize", .str(size.description)) }
  }

  static var countedAttributes: [CountedAttribute] { RootDiskUse.countedAttributes }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let disks = RootDiskUse(use)
    guard !disks.kinds.isEmpty else { return }
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
    addUnits(to: &code, disks)
    code.services += services(disks, use, host)
    for method in methods where disks.kinds.contains(where: { $0.method == method }) {
      method.contribute(to: &code, for: use, on: host)
    }
  }

  /// In the order in which they contribute.
  private static let methods: [any InstallMethod.Type] = [
    ImageInstallation.self, NixOSInstallation.self, ISOInstallation.self,
  ]

  private static func addUnits(to code: inout SharedCode, _ disks: RootDiskUse) {
    let unit: [Expr] = ["\(Nix.installUnit).service"]
    code.unit.variables += disks.variables
    if let part = ListPart(unit, disks.unattended) {
      code.unit.requires.append(part)
      code.unit.after.add(part, at: .installation)
    }
    if let part = ListPart(unit, disks.byPerson) { code.unit.wants.add(part, at: .installation) }
    let install = disks.service(Nix.name, Nix.guest)
    code.otherUnits.append((Nix.installUnit, install, disks.installed))
  }

  // MARK: - The unit of an installation without a person

  @BindingBuilder private static func services(
    _ disks: RootDiskUse, _ use: ModuleUse, _ host: Host
  ) -> [Binding] {
    let scripts = disks.unattendedKinds.compactMap { kind in
      kind.method?.script.map { (kind: kind, script: $0) }
    }
    if scripts.count == 1 {
      ("installService" => Nix.perGuest(service(.string(scripts[0].script), use, host))).spaced()
    } else if scripts.count > 1 {
      ("installScript"
        => .set {
          for (kind, script) in scripts {
            Attrpath(kind.rawValue) => Nix.perGuest(.string(script))
          }
        })
        .commented("How a root disk comes to be.").spaced()
      let choice = Expr.variable("installScript")[
        Attrpath(AttrName(dynamic: Nix.guest["install"]))]
      ("installService" => Nix.perGuest(service(choice(Nix.name, Nix.guest), use, host))).spaced()
    }
  }

  private static func service(_ script: Expr, _ use: ModuleUse, _ host: Host) -> Expr {
    .set {
      "description" => "Installation of guest \(Nix.name)"
      ("restartIfChanged" => false).commented("A rebuild does not interrupt it.")
      "serviceConfig"
        => .op(
          Nix.ofGuest("commonConfig"), .update,
          .set {
            "Type" => "oneshot"
            if Platform(host).hasKVM { "DeviceAllow" => ["/dev/kvm rw"] }
            "PrivateNetwork" => true
            "RestrictAddressFamilies" => "AF_UNIX"
          })
      if RootDiskUse(use).kinds.contains(.nixos),
        let variables = Steps.script([FirmwareKey.step(use, on: host)])
      {
        "preStart" => variables
      }
      "script" => script
    }
  }

  private static var makeRoot: SharedCode.Program {
    SharedCode.Program(
      variable: "makeRoot", name: "make-root", inputs: [Nix.pkgs["util-linux"]],
      script: """
        # One at a time: a second one waits, and finds the disk.
        exec {lock}<.
        flock "$lock"
        if [ -e root.qcow2 ]; then
          exit 0
        fi

        # What is here was interrupted.
        rm -f root.qcow2.new
        "$@"
        sync root.qcow2.new
        mv root.qcow2.new root.qcow2
        echo "$PWD/root.qcow2 is finished."

        """,
      comment: """
        make-root COMMAND...: root.qcow2 is there, or COMMAND makes it as root.qcow2.new. It gets its
        name when it is finished.
        """)
  }
}
