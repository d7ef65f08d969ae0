import Glibc
import VirtModel

/// The resources of this machine for guests on trial.
enum TrialMachine {
  /// Whether KVM runs guests of a system.
  static func canVirtualize(_ system: System) -> Bool {
    #if arch(arm64)
      let isSame = system == .arm
    #else
      let isSame = system == .x86
    #endif
    return isSame && access("/dev/kvm", R_OK | W_OK) == 0
  }

  /// Whether there is a screen for windows.
  static var hasScreen: Bool {
    let names = ["WAYLAND_DISPLAY", "DISPLAY"]
    return names.contains { name in getenv(name).map { $0.pointee != 0 } ?? false }
  }

  /// The files of UEFI, for a QEMU.
  static func firmware(for host: Host, emulator: String) throws(Failure) -> TrialFirmware {
    let real = realpath(emulator, nil).map { pointer in
      defer { free(pointer) }
      return String(cString: pointer)
    }
    let files = Paths.folder(of: Paths.folder(of: real ?? emulator)) + "/share/qemu"
    return try firmware(among: TrialFirmware.candidates(for: host, qemuFiles: files))
  }

  /// The first that this machine has.
  static func firmware(among candidates: [TrialFirmware]) throws(Failure) -> TrialFirmware {
    let found = candidates.first { firmware in
      access(firmware.code, R_OK) == 0 && access(firmware.variables, R_OK) == 0
    }
    guard let found else {
      throw .inputOutput("the guest has UEFI, but no firmware was found: install OVMF (edk2)")
    }
    return found
  }

  /// A port of this machine that nobody listens on.
  static func freePort(among ports: ClosedRange<UInt16> = 2222...2321) throws(Failure) -> Int {
    for port in ports where isFree(port) { return Int(port) }
    throw .inputOutput(
      "the ports \(ports.lowerBound) to \(ports.upperBound) are in use: choose another one with"
        + " --ssh-port")
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
    }
  }

  /// The format of an image, by its first bytes; raw if it has no format.
  static func format(ofImage path: String) throws(Failure) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .inputOutput(SystemError.message(path, errno)) }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 8)
    guard Glibc.read(descriptor, &start, start.count) >= 0 else {
      throw .inputOutput("\(path): \(SystemError.reason(errno))")
    }
    let formats: [([UInt8], String)] = [
      ([0x51, 0x46, 0x49, 0xFB], "qcow2"), (Array("KDMV".utf8), "vmdk"),
      (Array("vhdxfile".utf8), "vhdx"),
    ]
    return formats.first { start.starts(with: $0.0) }?.1 ?? "raw"
  }
}
