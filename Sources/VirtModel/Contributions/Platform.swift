/// Names that depend on the host's platform.
struct Platform {
  let system: System
  let accelerator: Accelerator

  init(_ host: Host) {
    system = host.system
    accelerator = host.accelerator
  }

  var isArm: Bool { system == .arm }
  var hasKVM: Bool { accelerator == .kvm }

  /// QEMU's program.
  var emulator: String { isArm ? "qemu-system-aarch64" : "qemu-system-x86_64" }
  /// The machine that QEMU is.
  var machine: String { isArm ? "virt-7.2,gic-version=max" : "pc-q35-7.2" }
  /// How many CPUs QEMU gives to such a machine.
  static func cpus(_ system: System, _ accelerator: Accelerator) -> ClosedRange<Int> {
    switch (system, accelerator) {
    case (.x86, .kvm): 1...288
    // Without KVM's x2APIC.
    case (.x86, .tcg): 1...255
    case (.arm, _): 1...512
    }
  }
  /// QEMU's model of the processor.
  var processor: String {
    switch (accelerator, system) {
    case (.kvm, _): "host"
    // Kernels copy memory byte by byte where these are: fast in hardware, slow in emulation.
    case (.tcg, .x86): "max,erms=off,fsrm=off"
    case (.tcg, .arm): "max"
    }
  }
  /// The graphics card of a guest with a screen.
  var graphicsCard: String { isArm ? "virtio-gpu-pci" : "VGA" }
  /// The guest's first serial port, as Linux calls it.
  var serialPort: String { isArm ? "ttyAMA0" : "ttyS0" }
  /// UEFI's code, and the blank memory of its variables, among QEMU's files.
  var firmwareCode: String { isArm ? "edk2-aarch64-code.fd" : "edk2-x86_64-code.fd" }
  var firmwareVariables: String { isArm ? "edk2-arm-vars.fd" : "edk2-i386-vars.fd" }
  /// QEMU's TPM device.
  var tpmDevice: String { isArm ? "tpm-tis-device" : "tpm-crb" }
  /// Whether disks have a thread of their own. Where the processor is emulated it is only one more that
  /// every request waits for: see docs/performance.md.
  var hasDiskThread: Bool { hasKVM }

  /// The groups that the units of all guests are in.
  var groups: [String] { hasKVM ? ["kvm"] : [] }
  /// The devices that the units of all guests may use.
  var devices: [String] {
    hasKVM ? ["/dev/kvm", "/dev/net/tun", "/dev/vhost-net"] : ["/dev/net/tun"]
  }
}
