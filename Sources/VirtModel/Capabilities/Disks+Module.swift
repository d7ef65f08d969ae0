import NixAST

extension Disks {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    let disks = guest.listedDisks
    guard !disks.isEmpty else { return }
    paragraph.set("disks", .list(disks.map(expr)))
    if !guest.disks.isEmpty { paragraph.hasBridges = true }
    for disk in disks {
      guard case .existing(let path) = disk.storage else { continue }
      if path.isDevice {
        paragraph.service.devices.add(
          "\(UnitValue.path(path)) \(disk.readOnly ? "r" : "rw")", at: .disks)
        paragraph.service.groups = ["disk"]
      } else {
        if !disk.readOnly { paragraph.service.writablePaths.append(path) }
        paragraph.mounts.append(path)
      }
      if path.isHome { paragraph.service.seesHome = true }
    }
  }

  private static func expr(_ disk: Guest.ListedDisk) -> Expr {
    .set {
      "serial" => .str(disk.serial)
      switch disk.storage {
      case .file(let size):
        "file" => .str(disk.file)
        "format" => .str(disk.format.rawValue)
        "size" => .str(size.description)
        if let former = disk.formerFile { "former" => .str(former) }
      case .existing(let path):
        "file" => .str(QEMU.escaped(disk.file))
        if path.isDevice { "driver" => "host_device" }
        "format" => .str(disk.format.rawValue)
      }
      if disk.readOnly { "readOnly" => true }
      if let slot = disk.slot { "pci" => .str(HardwarePlan.behindBridge(slot).properties) }
    }
  }

  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute("disks") { disks in
        guard case .list(let list) = disks else { return [] }
        func has(_ name: String) -> Bool {
          list.elements.contains { disk in
            guard case .attrSet(let set) = disk.expr else { return false }
            return set.bindings.contains { binding in
              if case .attr(let attr) = binding { attr.path.first.fixed == name } else { false }
            }
          }
        }
        return (has("size") ? ["made"] : [])
          + ["driver", "former", "readOnly"].filter(has)
      }
    ]
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let isGeneral = use.has("disks")
    code.argumentLists.append(
      ("diskArgs" => isGeneral ? general(host, use) : images(host))
        .commented("A disk; in the guest it is /dev/disk/by-id/virtio-SERIAL.").spaced())
    if isGeneral {
      code.add(
        Nix.lib["concatMap"](.variable("diskArgs"), Nix.guest("disks", or: [])), at: .disks)
    }
    if use.has("disks", "made") {
      let hasFormer = use.has("disks", "former")
      code.add(grow, at: .disks)
      code.add(make(hasFormer), at: .disks)
      code.steps.add(.commands(newDisks(hasFormer)), at: .disks)
    }
  }

  // MARK: - Arguments

  /// The words for the root disk of an installed guest, in a file of its directory.
  static func rootArguments(_ file: Expr, _ use: ModuleUse) -> Expr {
    let disk = Expr.variable("diskArgs")
    guard use.has("disks") else { return disk("root", file) }
    return disk(
      .set {
        "serial" => "root"
        "file" => file
      })
  }

  private static let serial = Expr.variable("serial")
  private static let file = Expr.variable("file")

  private static let rootPlace = HardwarePlan.address(.rootDisk).properties

  private static func device(_ host: Host, _ place: Str) -> Expr {
    let thread = Platform(host).hasDiskThread ? ",iothread=disks" : ""
    return "virtio-blk-pci,drive=\(serial),serial=\(serial)\(thread),\(place)"
  }

  /// All disks are qcow2 images.
  private static func images(_ host: Host) -> Expr {
    .lambda(
      "serial",
      body: .lambda(
        "file",
        body: [
          "-blockdev",
          "driver=file,node-name=\(serial).file,filename=\(file),discard=unmap",
          "-blockdev",
          "driver=qcow2,node-name=\(serial),file=\(serial).file,discard=unmap,detect-zeroes=unmap",
          "-device", device(host, Str(rootPlace)),
        ]))
  }

  private static func general(_ host: Host, _ use: ModuleUse) -> Expr {
    let hasDevices = use.has("disks", "driver")
    let hasReadOnly = use.has("disks", "readOnly")
    let access: Str =
      hasReadOnly ? "\(Nix.lib["optionalString"](.variable("readOnly"), ",read-only=on"))" : ""
    let formals =
      [Formal("serial"), Formal("file")]
      + (hasDevices ? [Formal("driver", default: "file")] : [])
      + [Formal("format", default: "qcow2")]
      + (hasReadOnly ? [Formal("readOnly", default: false)] : [])
      + [Formal("pci", default: .str(rootPlace))]
    let driver: Str = hasDevices ? "\(Expr.variable("driver"))" : "file"
    // A file goes through the host's page cache: some file systems know no other way.
    let isDevice = Expr.op(.variable("driver"), .equal, "host_device")
    let cache: Str =
      hasDevices ? "\(Nix.lib["optionalString"](isDevice, ",cache.direct=on,aio=native"))" : ""
    return .lambda(
      .pattern(Pattern(formals, hasEllipsis: true)),
      body: [
        "-blockdev",
        "driver=\(driver),node-name=\(serial).file,filename=\(file),discard=unmap\(cache)\(access)",
        "-blockdev",
        "driver=\(Expr.variable("format")),node-name=\(serial),file=\(serial).file,discard=unmap,detect-zeroes=unmap\(access)",
        "-device", device(host, "\(Expr.variable("pci"))"),
      ])
  }

  // MARK: - Files

  private static func newDisks(_ hasFormer: Bool) -> Expr {
    let disk = Expr.variable("disk")
    let words: Expr = [Nix.getExe("makeDisk"), disk["file"], disk["format"], disk["size"]]
    let make =
      hasFormer
      ? Nix.concat([
        words, Nix.lib["optional"](.hasAttr(HasAttr(disk, "former")), disk["former"]),
      ]) : words
    return Expr.variable("map")(
      .lambda("disk", body: make),
      Nix.lib["filter"](
        .lambda("disk", body: .hasAttr(HasAttr(disk, "size"))), Nix.guest("disks", or: [])))
  }

  /// Lets a disk grow.
  static var grow: SharedCode.Program {
    SharedCode.Program(
      variable: "growDisk", name: "grow-disk", inputs: [Nix.pkgs["qemu_kvm"]],
      script: """
        if [ ! -e "$1" ]; then
          exit 0
        fi
        : >".$1.known"
        if ! qemu-img resize -q -f "$2" "$1" "$3"; then
          echo "$1 cannot become $3: disks can only grow" >&2
          exit 1
        fi

        """,
      comment: "grow-disk FILE FORMAT SIZE: grows a disk to the size in the description.")
  }

  /// - Parameter hasFormer: whether a disk had another name before.
  private static func make(_ hasFormer: Bool) -> SharedCode.Program {
    let takeOver = """
      if [ ! -e "$1" ] && [ -n "${4-}" ] && [ -e "$4" ]; then
        mv "$4" "$1"
        rm -f ".$4.known"
      fi

      """
    return SharedCode.Program(
      variable: "makeDisk", name: "make-disk",
      inputs: [Nix.pkgs["coreutils"], Nix.pkgs["qemu_kvm"]],
      script: """
        \(hasFormer ? takeOver : "")if [ ! -e "$1" ]; then
          if [ -e ".$1.known" ]; then
            echo "$PWD/$1 was there, and is gone: bring it back, or remove $PWD/.$1.known to start" \\
              "with a blank disk" >&2
            exit 1
          fi
          qemu-img create -q -f "$2" "$1.new" "$3"
          mv "$1.new" "$1"
        fi
        exec \(Nix.getExe("growDisk")) "$@"

        """,
      comment: hasFormer
        ? "make-disk FILE FORMAT SIZE [FORMER]: creates a blank disk, or grows the existing one, which"
          + "\nmay still have its former name."
        : "make-disk FILE FORMAT SIZE: creates a blank disk, or grows the existing one."
    )
  }
}
