/// A guest on a machine that is not its host, and that is not changed by it: an image or an installer
/// in a QEMU with user-mode networking. Nothing here runs a program; this is the words for them.
package struct Trial: Sendable {
  /// The medium that a trial boots.
  package enum Medium: Equatable, Sendable {
    /// A cloud image in a format of QEMU, under a disk that takes all changes.
    case image(path: String, format: String)
    /// An installer on a CD, beside a blank disk.
    case installer(path: String)
  }

  /// The machine that runs the trial.
  package struct Machine: Sendable {
    /// The directory for everything that the trial writes, absolute.
    package var directory: String
    /// Whether the processor can run the guest's instructions itself (KVM).
    package var canVirtualize: Bool
    /// The files of UEFI, for guests that have it.
    package var firmware: TrialFirmware?
    /// The port of this machine that leads to the guest's SSH.
    package var sshPort: Int
    /// Whether the guest has a window; otherwise its serial port is the terminal.
    package var showsWindow: Bool

    /// A machine.
    package init(
      directory: String, canVirtualize: Bool, firmware: TrialFirmware?, sshPort: Int,
      showsWindow: Bool
    ) {
      self.directory = directory
      self.canVirtualize = canVirtualize
      self.firmware = firmware
      self.sshPort = sshPort
      self.showsWindow = showsWindow
    }
  }

  let guest: Guest
  let host: Host
  let medium: Medium
  /// The machine that runs it.
  package let machine: Machine

  /// A trial of a guest of a host.
  package init(_ guest: Guest, on host: Host, from medium: Medium, machine: Machine) {
    self.guest = guest
    self.host = host
    self.medium = medium
    self.machine = machine
  }

  /// The first program, `qemu-system-x86_64`.
  package static func emulator(for host: Host) -> String { Platform(host).emulator }

  // MARK: - Files

  private func file(_ name: String) -> String { "\(machine.directory)/\(name)" }

  /// The files that cloud-init reads in the guest, by name. An installer reads none.
  package var seed: [(name: String, text: String)] {
    guard case .image = medium else { return [] }
    let name = JSONValue.string(guest.name.description)
    let keys = JSONValue.array(guest.sshKeys.map { .string($0.description) })
    var settings: [(String, JSONValue)] = [("disable_root", .bool(false)), ("hostname", name)]
    if !guest.sshKeys.isEmpty {
      let root = JSONValue.object([("name", .string("root")), ("ssh_authorized_keys", keys)])
      settings += [("ssh_authorized_keys", keys), ("users", .array([.string("default"), root]))]
    }
    let instance = JSONValue.object([("instance-id", name), ("local-hostname", name)])
    return [
      ("meta-data", instance.text),
      ("user-data", "#cloud-config\n" + JSONValue.object(settings).text),
    ]
  }

  /// The file for the variables of UEFI: a copy of those in ``Machine/firmware``.
  package var firmwareVariables: String { file("efivars.fd") }

  /// Command lines that make the disks.
  package var diskCommands: [[String]] {
    let create = ["qemu-img", "create", "-q", "-f", "qcow2"]
    var commands: [[String]] = []
    switch medium {
    case .image(let path, let format):
      commands.append(create + ["-b", path, "-F", format, file("root.qcow2")])
      if let size = guest.rootDisk.size {
        commands.append(["qemu-img", "resize", "-q", file("root.qcow2"), "\(size.bytes)"])
      }
    case .installer:
      let size = guest.rootDisk.size.map { "\($0.bytes)" }
      commands.append(create + [file("root.qcow2")] + (size.map { [$0] } ?? []))
    }
    for disk in blankDisks {
      guard case .file(let size) = disk.storage else { continue }
      commands.append(create + [file("disk-\(disk.name).qcow2"), "\(size.bytes)"])
    }
    return commands
  }

  private var blankDisks: [Guest.Disk] {
    guest.disks.filter { if case .file = $0.storage { true } else { false } }
  }

  // MARK: - QEMU

  /// The command line that runs the guest.
  package var command: [String] {
    let platform = Platform(host)
    let acceleration: [String] =
      machine.canVirtualize ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg", "-cpu", "max"]
    let type = platform.isArm ? "virt" : "q35"
    return [
      platform.emulator, "-nodefaults", "-no-user-config", "-name", guest.name.description,
      "-machine", type,
    ] + acceleration + [
      "-smp", guest.cpus.argument, "-m", guest.memory.description, "-uuid", guest.uuid,
      "-device", "virtio-rng-pci,\(place(.random))",
    ] + firmware + rootDisk + boot + network + screen + moreDisks
  }

  private func place(_ device: HardwarePlan.Single) -> String {
    HardwarePlan.address(device).properties
  }

  private var firmware: [String] {
    guard guest.firmware == .uefi, let firmware = machine.firmware else { return [] }
    return [
      "-drive",
      "if=pflash,unit=0,format=raw,read-only=on,file=\(QEMU.escaped(firmware.code))",
      "-drive", "if=pflash,unit=1,format=raw,file=\(QEMU.escaped(firmwareVariables))",
    ]
  }

  private var rootDisk: [String] {
    disk("root", file("root.qcow2"), "serial=root,bootindex=0,\(place(.rootDisk))")
  }

  private func disk(_ node: String, _ file: String, _ properties: String) -> [String] {
    [
      "-blockdev",
      "driver=qcow2,node-name=\(node),discard=unmap,file.driver=file,file.discard=unmap,"
        + "file.filename=\(QEMU.escaped(file))",
      "-device", "virtio-blk-pci,drive=\(node),\(properties)",
    ]
  }

  /// The place of a device that has none of its own here comes last: QEMU gives it one that is free.
  private var moreDisks: [String] {
    blankDisks.flatMap { disk in
      self.disk("disk-\(disk.name)", file("disk-\(disk.name).qcow2"), "serial=\(disk.name)")
    }
  }

  private var boot: [String] {
    switch medium {
    case .image:
      return [
        "-blockdev",
        "driver=vvfat,node-name=cloud.init,label=CIDATA,read-only=on,dir=\(QEMU.escaped(file("seed")))",
        "-device", "virtio-blk-pci,drive=cloud.init,\(place(.seed))",
      ]
    case .installer(let path):
      // After the disk: once the system is installed, it starts from there.
      let drive =
        Platform(host).isArm
        ? ["-device", "virtio-scsi-pci,id=cd,\(place(.seed))", "-device", "scsi-cd,bus=cd.0"]
        : ["-device", "ide-cd,bus=ide.0"]
      return [
        "-blockdev",
        "driver=raw,node-name=installer,read-only=on,file.driver=file,"
          + "file.filename=\(QEMU.escaped(path))",
      ] + drive.dropLast() + [(drive.last ?? "") + ",drive=installer,bootindex=1"]
    }
  }

  private var screen: [String] {
    guard machine.showsWindow else { return ["-display", "none", "-serial", "mon:stdio"] }
    return [
      "-device", "\(Platform(host).graphicsCard),\(place(.graphics))",
      "-device", "qemu-xhci,id=input,\(place(.input))",
      "-device", "usb-tablet,bus=input.0", "-device", "usb-kbd,bus=input.0", "-serial", "none",
    ]
  }
}
