// How the parts of a guest are read.

enum TopologyKeys {
  static let sockets = Key("sockets", .integer(1...4096), default: "`1`", "The sockets.")
  static let cores = Key("cores", .integer(1...4096), default: "`1`", "The cores of each socket.")
  static let threads = Key(
    "threads", .integer(1...4096), default: "`1`", "The threads of each core.")

  static let shape = ObjectShape(noun: "cpus", keys: [sockets.spec, cores.spec, threads.spec])
}

extension ValueParser where Value == CPUTopology {
  static var cpuTopology: ValueParser {
    let count = ValueParser<Int>.integer(1...4096)
    let layout = object(TopologyKeys.shape) { fields, findings in
      let sockets = fields.read(TopologyKeys.sockets, &findings)?.value ?? 1
      let cores = fields.read(TopologyKeys.cores, &findings)?.value ?? 1
      let threads = fields.read(TopologyKeys.threads, &findings)?.value ?? 1
      let topology = CPUTopology(sockets: sockets, cores: cores, threads: threads)
      if topology == nil {
        findings.report(
          .outOfRange(
            Int64(clamping: sockets * cores * threads), 1...4096, path: fields.path,
            at: fields.range))
      }
      return topology
    }
    return ValueParser(shape: .either([count.shape, layout.shape])) { value, path, findings in
      if case .set = value.kind { return layout.read(value, path, &findings) }
      return count.read(value, path, &findings).flatMap { CPUTopology(cores: $0) }
    }
  }
}

enum NixOSKeys {
  static let modules = Key(
    "modules", .list(.sourcePath("a NixOS module")), default: "`[ ]`",
    "NixOS modules that make the guest's system, besides the ones of every guest: files, or folders"
      + " with a `default.nix`. They are copied into the guest's `/etc/nixos`.")

  static let shape = ObjectShape(noun: "nixos", keys: [modules.spec])
}

extension ValueParser where Value == [Located<SourcePath>] {
  static var nixos: ValueParser {
    object(NixOSKeys.shape) { fields, findings in
      fields.read(NixOSKeys.modules, &findings)?.value ?? []
    }
  }
}

enum DiskKeys {
  static let size = Key("size", .size, "The size. Required unless there is a `path`.")
  static let format = Key<DiskFormat>(
    "format", .choice, default: "`\"qcow2\"`, `\"raw\"` with a `path`", "The format of the file.")
  static let path = Key(
    "path", .hostPath("a file or block device of the host"),
    "A file or block device that is there. It is never created, formatted or resized. A file has to"
      + " be readable and writable by the guest's user, `guest-<name>`.")
  static let readOnly = Key(
    "readOnly", .bool, default: "`false`", "Whether the guest cannot write to it.")

  static let shape = ObjectShape(
    noun: "a disk", keys: [size.spec, format.spec, path.spec, readOnly.spec])
}

extension ValueParser where Value == DiskDescription {
  static var disk: ValueParser {
    object(DiskKeys.shape) { fields, findings in
      var disk = DiskDescription()
      disk.size = fields.read(DiskKeys.size, &findings)
      disk.format = fields.read(DiskKeys.format, &findings)
      disk.path = fields.read(DiskKeys.path, &findings)
      disk.readOnly = fields.read(DiskKeys.readOnly, &findings)
      return disk
    }
  }
}

enum InterfaceKeys {
  static let network = Key(
    "network", .label("the name of a network"),
    default: "the only network, `lan`, or the first by name", "The network it is in.")
  static let mac = Key(
    "mac", .macAddress, default: "derived from the names of host and guest", "Its MAC address.")
  static let tap = Key(
    "tap", .interfaceName, default: "`tap-<name>`, `tap1-<name>`, …",
    "Its tap interface on the host.")

  static let shape = ObjectShape(
    noun: "an interface", keys: [network.spec, mac.spec, tap.spec])
}

extension ValueParser where Value == InterfaceDescription {
  static var interface: ValueParser {
    object(InterfaceKeys.shape) { fields, findings in
      var interface = InterfaceDescription()
      interface.network = fields.read(InterfaceKeys.network, &findings)
      interface.mac = fields.read(InterfaceKeys.mac, &findings)
      interface.tap = fields.read(InterfaceKeys.tap, &findings)
      return interface
    }
  }
}

enum ShareKeys {
  static let source = Key(
    "source", .hostPath("a directory of the host"), required: true,
    "The directory of the host. What the guest's root may do in it is what the guest's user,"
      + " `guest-<name>`, may do.")
  static let target = Key(
    "target", .hostPath("a directory of the guest"),
    "Where the guest mounts it: any guest with systemd 254 or newer does. Without it the guest mounts"
      + " the tag itself.")
  static let readOnly = Key(
    "readOnly", .bool, default: "`false`", "Whether the guest cannot write to it.")

  static let shape = ObjectShape(
    noun: "a share", keys: [source.spec, target.spec, readOnly.spec])
}

extension ValueParser where Value == ShareDescription {
  static var share: ValueParser {
    object(ShareKeys.shape) { fields, findings in
      fields.require(ShareKeys.source, "add source = \"/srv/data\";", &findings)
      let target = fields.read(ShareKeys.target, &findings)
      let readOnly = fields.read(ShareKeys.readOnly, &findings)
      guard let source = fields.read(ShareKeys.source, &findings) else { return nil }
      var share = ShareDescription(source: source)
      share.target = target
      share.readOnly = readOnly
      return share
    }
  }
}
