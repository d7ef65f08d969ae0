import NixAST

/// PCI functions of the host that a guest has.
public enum PCI: GuestCapability {
  /// PCI functions of the host.
  public static let key = DefaultedKey(
    "pci", .list(.pciFunction), default: [],
    "PCI functions of the host to pass through. They are bound to vfio-pci while the guest"
      + " runs, and returned to the host afterwards.")

  static var keys: [any KeyDefinition] { [key] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    for device in guest.given[key] {
      guard let file = device.value.romFile else { continue }
      diagnostics.checkPath(
        file, "\(guest.path).pci: romFile", .disk(isWritable: false), at: device.range)
    }
    checkPrimaryDisplay(guest, &diagnostics)
  }

  private static func checkPrimaryDisplay(
    _ guest: DescribedGuest, _ diagnostics: inout Diagnostics
  ) {
    let primary = guest.given[key].filter(\.value.isPrimaryDisplay)
    guard let first = primary.first else { return }
    let path = "\(guest.path).pci: primaryDisplay"
    if guest.host.description.system == .arm {
      diagnostics.report(
        .conflictingKeys(
          "\(path) is only for PC graphics, which \(System.arm.rawValue) guests do not have",
          at: first.range, other: nil, suggestion: "leave it out"))
    }
    if primary.count > 1 {
      diagnostics.report(
        .conflictingKeys(
          "\(path): a guest can have only one primary"
            + " display", at: primary[1].range, other: first.range,
          suggestion: "remove it from the other devices"))
    }
    if let display = guest.given[VNC.key] {
      diagnostics.report(
        .conflictingKeys(
          "\(path): vncDisplay adds an emulated graphics card, which would be the primary one",
          at: first.range, other: display.range, suggestion: "remove one of them"))
    }
  }

  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    guest.given[key].compactMap { device in
      device.value.romFile.map { file in
        HostFile(
          of: guest, "pci: romFile", path: file,
          range: device.range)
      }
    }
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    for device in guest.given[key] {
      guard let file = device.value.romFile else { continue }
      let name = "\(guest.path).pci: romFile"
      diagnostics.warnOfHome(file, name, of: guest.guest, at: device.range)
      diagnostics.warnOfStore(file, name, at: device.range)
    }
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for device in guest.given[key] {
      claims.add(device.value.address.description, .device, of: guest, at: device.range)
    }
  }
}

/// The keys of a PCI function as a set.
public struct PCIFunctionKeys: KeySet {
  /// The definitions.
  public static let keys = PCIFunctionKeys()

  let address = Key(
    "address", .pciAddress, required: "add address = \"0000:01:00.0\";",
    "The address, as `lspci -D` prints it.")
  let romFile = Key(
    "romFile", .hostPath("a file of the host"),
    "A file on the host with the card's ROM, for cards whose ROM cannot be read.")
  let primaryDisplay = DefaultedKey(
    "primaryDisplay", .bool, default: false,
    "Whether the guest's firmware uses it as its display.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.pci`, an element as a set", noun: "a PCI function",
    [keys.address, keys.romFile, keys.primaryDisplay])
}

extension ValueParser where Value == PassedFunction {
  fileprivate static var pciFunction: ValueParser {
    let address = ValueParser<PCIAddress>.pciAddress
    let options = ValueParser<DescribedSet<PCIFunctionKeys>>.described().compactMap {
      given, _, _, _ in
      given.address.map {
        PassedFunction(
          address: $0.value, romFile: given.romFile?.value, isPrimaryDisplay: given.primaryDisplay)
      }
    }
    return ValueParser(shape: .either([address.shape, options.shape])) { value, path, diagnostics in
      if case .set = value.kind { return options.read(value, path, &diagnostics) }
      return address.read(value, path, &diagnostics).map { PassedFunction(address: $0) }
    }
  }
}

extension Guest {
  /// PCI functions of the host.
  public var pci: [PassedFunction] { values[PCI.key].map(\.value) }
}

// MARK: - In the module

extension PCI {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.pci.isEmpty else { return }
    paragraph.set("pci", .list(guest.pci.map(expr)))
    for (index, function) in guest.pci.enumerated() {
      let place = HardwarePlan.hostDevice(index)
      paragraph.hasBridges = paragraph.hasBridges || place.bridge != nil
      var options = "vfio-pci,host=\(function.address),\(place.properties)"
      if function.isPrimaryDisplay { options += ",x-vga=on" }
      if let file = function.romFile {
        options += ",romfile=\(QEMU.escaped(file.description))"
        paragraph.mounts.append(file)
        if file.isHome { paragraph.service.seesHome = true }
      }
      paragraph.device("-device", options)
    }
    paragraph.service.devices.add("char-vfio rw", at: .passthrough)
    paragraph.service.locksMemory = true
  }

  private static func expr(_ function: PassedFunction) -> Expr {
    if function == PassedFunction(address: function.address) {
      return .str(function.address.description)
    }
    return .set {
      "address" => .str(function.address.description)
      if let file = function.romFile { "romFile" => .str(file.description) }
      if function.isPrimaryDisplay { "primaryDisplay" => true }
    }
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("pci") else { return }
    let function = Expr.variable("function")
    let addresses = Expr.variable("map")(
      .lambda("function", body: .select(Select(function, "address", default: function))),
      Nix.guest["pci"])
    let bind = Nix.concat([[Nix.getExe("bindPCI"), Nix.name, Nix.guest["user"]], addresses])
    code.add(bindPCI, at: .running)
    code.add(releasePCI, at: .running)
    if let commands = use.presence("pci").optionals([bind]) {
      code.bindSteps.append(.commands(commands))
    }
    code.releaseSteps.append(.command([Nix.getExe("releasePCI"), Nix.name], use.presence("pci")))
  }

  private static var bindPCI: SharedCode.Program {
    SharedCode.Program(
      variable: "bindPCI", name: "bind-pci",
      inputs: ["coreutils", "systemd", "util-linux"].map { Nix.pkgs[$0] },
      script: EmittedProgram.bindPCI,
      comment: """
        bind-pci NAME USER ADDRESS...: runs as root before a guest starts. Binds PCI functions to
        vfio-pci.
        """)
  }

  private static var releasePCI: SharedCode.Program {
    SharedCode.Program(
      variable: "releasePCI", name: "release-pci", inputs: [Nix.pkgs["coreutils"]],
      script: EmittedProgram.releasePCI,
      comment: "release-pci NAME: runs as root after a guest has ended. Returns them to their"
        + " drivers.")
  }

  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {
    guard guests.contains(where: { !$0.pci.isEmpty }) else { return }
    options.kernelModules.append("vfio_pci")
    // AMD's is on by itself.
    if host.system == .x86 { options.kernelParameters.append("intel_iommu=on") }
  }
}
