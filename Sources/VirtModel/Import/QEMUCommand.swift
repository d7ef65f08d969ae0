import NixAST

/// A guest's command line of QEMU: the keys of a description, and the arguments that no
/// key stands for.
struct QEMUCommand {
  private(set) var bindings: [Binding] = []
  /// Arguments that are not carried over, each with its value.
  private(set) var rest: [String] = []
  /// Arguments that nixvirt sets itself.
  private(set) var own: [String] = []

  private var disks: [[String: String]] = []
  private var cards: [(id: String?, tap: String?, mac: String?)] = []
  private var pci: [String] = []

  /// Reads a command; nil if it is none of QEMU's.
  init?(_ command: [ShellWords.Word]) {
    var words = command[...]
    if words.first?.text == "exec" { words.removeFirst() }
    let program = words.popFirst()?.text.split(separator: "/").last ?? ""
    guard program.hasPrefix("qemu-system-") || ["qemu-kvm", "kvm"].contains(program) else {
      return nil
    }
    while let word = words.popFirst() {
      let name = String(word.text.drop { $0 == "-" })
      guard word.text.hasPrefix("-"), !Self.flags.contains(name) else {
        if word.text.hasPrefix("-") { own.append(word.text) } else { rest.append(shown(word)) }
        continue
      }
      guard let value = words.first, !value.text.hasPrefix("-") else {
        rest.append(shown(word))
        continue
      }
      words.removeFirst()
      if value.isComputed {
        rest.append("\(word.text) (computed)")
      } else if Self.ownOptions.contains(name) {
        own.append(word.text)
      } else if !read(name, value.text) {
        rest.append("\(word.text) \(value.text)")
      }
    }
    finish()
  }

  private func shown(_ word: ShellWords.Word) -> String {
    word.isComputed ? "(computed)" : word.text
  }

  /// Without a value.
  private static let flags: Set<String> = [
    "enable-kvm", "nographic", "daemonize", "no-reboot", "usb", "nodefaults", "no-user-config", "S",
    "no-acpi", "no-hpet", "no-shutdown", "snapshot", "full-screen",
  ]
  /// With a value.
  private static let ownOptions: Set<String> = [
    "machine", "M", "cpu", "accel", "name", "display", "monitor", "qmp", "serial", "pidfile",
    "runas", "rtc", "vga", "boot", "sandbox", "uuid", "k", "parallel", "chroot", "mon", "msg", "D",
  ]

  // MARK: - Options

  private mutating func read(_ option: String, _ value: String) -> Bool {
    let fields = Self.fields(value)
    switch option {
    case "m":
      guard let size = Self.memory(fields["size"] ?? fields[""] ?? "") else { return false }
      bindings.append(Attrpath("memory") => .str(size))
      return true
    case "smp": return readCPUs(fields)
    case "drive": return readDrive(fields)
    case "hda", "hdb", "hdc", "hdd": return readDrive(["file": value])
    case "netdev": return readTap(fields, kind: fields[""])
    case "nic": return readTap(fields, kind: fields[""])
    case "net":
      switch fields[""] {
      case "tap": return readTap(fields, kind: "tap", joinsLast: true)
      case "nic":
        guard fields["macaddr"] != nil else { return true }
        return readTap(fields, kind: "tap", joinsLast: true)
      default: return false
      }
    case "device": return readDevice(fields)
    case "vnc":
      guard VNCDisplay(value) != nil else { return false }
      bindings.append(Attrpath("vncDisplay") => .str(value))
      return true
    case "bios" where value.lowercased().contains("ovmf"):
      bindings.append(Attrpath("firmware") => "uefi")
      return true
    default: return false
    }
  }

  private mutating func readCPUs(_ fields: [String: String]) -> Bool {
    let parts = ["sockets", "cores", "threads"].map { fields[$0].flatMap { Int64($0) } ?? 1 }
    if let count = (fields[""] ?? fields["cpus"]).flatMap({ Int64($0) }),
      parts == [1, 1, 1]
        || parts.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) != count
    {
      bindings.append(Attrpath("cpus") => .int(count))
      return true
    }
    guard parts != [1, 1, 1] else { return false }
    bindings.append(
      Attrpath("cpus")
        => .attrSet(
          AttrSet(
            zip(["sockets", "cores", "threads"], parts).map { Attrpath($0) => .int($1) })))
    return true
  }

  private mutating func readDrive(_ fields: [String: String]) -> Bool {
    if fields["if"] == "pflash" {
      guard fields["unit"] ?? "0" == "0", fields["readonly"] != nil || fields["read-only"] != nil
      else { return false }
      bindings.append(Attrpath("firmware") => "uefi")
      return true
    }
    guard let file = fields["file"], AbsolutePath(file) != nil, fields["media"] != "cdrom",
      ["raw", "qcow2", nil].contains(fields["format"])
    else { return false }
    disks.append(fields)
    return true
  }

  private mutating func readTap(
    _ fields: [String: String], kind: String?, joinsLast: Bool = false
  ) -> Bool {
    guard kind == "tap" else { return false }
    let (tap, mac) = (fields["ifname"], fields["mac"] ?? fields["macaddr"])
    if joinsLast, let last = cards.indices.last, cards[last].id == nil,
      cards[last].tap == nil || tap == nil
    {
      cards[last].tap = cards[last].tap ?? tap
      cards[last].mac = cards[last].mac ?? mac
    } else {
      cards.append((id: fields["id"], tap: tap, mac: mac))
    }
    return true
  }

  private mutating func readDevice(_ fields: [String: String]) -> Bool {
    let model = fields[""] ?? ""
    if model.hasPrefix("virtio-net") || model.hasPrefix("e1000"),
      let card = cards.firstIndex(where: { $0.id != nil && $0.id == fields["netdev"] })
    {
      cards[card].mac = fields["mac"]
      return true
    }
    if model.hasPrefix("virtio-blk") || model.hasSuffix("-hd"),
      disks.contains(where: { $0["id"] != nil && $0["id"] == fields["drive"] })
    {
      return true
    }
    if model == "vfio-pci", let host = fields["host"],
      let address = PCIAddress(host) ?? PCIAddress("0000:\(host)")
    {
      pci.append(address.description)
      return true
    }
    return false
  }

  /// `a,b=c` as what comes first, under an empty name, and the values by name. Commas in values are
  /// doubled.
  private static func fields(_ value: String) -> [String: String] {
    var parts: [String] = [""]
    var rest = value[...]
    while let character = rest.popFirst() {
      if character != "," {
        parts[parts.count - 1].append(character)
      } else if rest.first == "," {
        rest.removeFirst()
        parts[parts.count - 1].append(",")
      } else {
        parts.append("")
      }
    }
    var result: [String: String] = [:]
    for (index, part) in parts.enumerated() {
      if let sign = part.firstIndex(of: "=") {
        result[String(part[..<sign])] = String(part[part.index(after: sign)...])
      } else {
        result[index == 0 ? "" : part] = index == 0 ? part : "on"
      }
    }
    return result
  }

  /// A size as QEMU's `-m` takes it: mebibytes, if there is no unit.
  private static func memory(_ text: String) -> String? {
    let size = Int64(text) == nil ? text.lowercased() : "\(text)m"
    return (try? Size(parsing: size)).map(\.description)
  }

  // MARK: - Keys

  private mutating func finish() {
    var names: [Binding] = []
    for (index, disk) in disks.enumerated() {
      let name = index == 0 ? Disks.root.description : "disk\(index)"
      var keys = [Attrpath("path") => .str(disk["file"] ?? "")]
      // QEMU guesses the format where none is given.
      let format =
        disk["format"] ?? (disk["file"]?.hasSuffix(".qcow2") ?? false ? "qcow2" : "raw")
      if format != "raw" { keys.append(Attrpath("format") => .str(format)) }
      let readOnly = disk["readonly"] ?? disk["read-only"] ?? "off"
      if readOnly == "on" { keys.append(Attrpath("readOnly") => true) }
      names.append(Attrpath(name) => .attrSet(AttrSet(keys)))
    }
    if !names.isEmpty { bindings.append(Attrpath("disks") => .attrSet(AttrSet(names))) }
    if cards.count == 1 {
      if let tap = cards[0].tap { bindings.append(Attrpath("netDevice") => .str(tap)) }
      if let mac = cards[0].mac { bindings.append(Attrpath("mac") => .str(mac)) }
    } else if !cards.isEmpty {
      let list = cards.map { card -> Expr in
        var keys: [Binding] = []
        if let mac = card.mac { keys.append(Attrpath("mac") => .str(mac)) }
        if let tap = card.tap { keys.append(Attrpath("tap") => .str(tap)) }
        return .attrSet(AttrSet(keys))
      }
      bindings.append(Attrpath("interfaces") => .list(list))
    }
    if !pci.isEmpty { bindings.append(Attrpath("pci") => .list(pci.map { .str($0) })) }
  }

  /// The taps of the guest.
  var taps: [String] { cards.compactMap(\.tap) }
  /// Whether all cards have a MAC address of their own.
  var hasMACs: Bool { cards.allSatisfy { $0.mac != nil } }
  /// Whether there is a disk among the arguments.
  var hasDisk: Bool { !disks.isEmpty }
}
