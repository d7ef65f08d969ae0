import Foundation
import TestSupport
import Testing

/// The command line of a QEMU that a module starts, made fit for a machine that has neither KVM nor
/// the host's files: everything else stays as it is.
struct GuestCommand {
  /// QEMU's program, without its directory.
  let program: String
  /// The words behind it.
  private(set) var arguments: [String]
  /// The tap interfaces that it uses.
  let taps: [String]
  /// The programs beside it: the socket in the directory, and the command that serves it.
  private(set) var helpers: [(socket: String, command: [String])] = []

  /// Devices that are left out: they need hardware, and `virtiofsd`, which Debian 12 has not.
  static var missing: [String] {
    let shares = virtiofsd == nil ? ["vhost-user-fs-pci", "socket,id=share-"] : []
    return ["vfio-pci", "vhost-vsock-pci"] + shares
  }
  private static let virtiofsd = ExternalTool.find("virtiofsd")

  /// Whether devices that are left out have another one in their places.
  private let hasStandIns: Bool

  /// The command of a service; nil if it runs no QEMU.
  ///
  /// - Parameter standIns: whether devices that are left out have another one in their places.
  init?(
    _ unit: String, of host: EvaluatedModule, in folder: URL, standIns: Bool = false
  ) throws {
    hasStandIns = standIns
    let script = try #require(host.script(unit))
    let words = try Self.words(of: script)
    guard let index = words.firstIndex(where: { $0.contains("/bin/qemu-system-") }) else {
      return nil
    }
    program = words[index].split(separator: "/").last.map(String.init) ?? ""
    arguments = Array(words[(index + 1)...])
    taps = arguments.compactMap { word in
      word.hasPrefix("tap,") ? word.components(separatedBy: "ifname=").last?.prefixTo(",") : nil
    }
    let guest = unit.dropFirst("qemu-guest-".count)
    for name in host.services.keys where name.hasPrefix("\(unit)-") {
      let helper = name.dropFirst(unit.count + 1)
      guard helper != "install", let script = host.script(name) else { continue }
      var words = try Self.words(of: script)
      guard let name = words[0].split(separator: "/").last,
        let program = ExternalTool.find(String(name))
      else { continue }
      words[0] = program
      if helper.hasPrefix("share-") { words[words.count - 1] = folder.path }
      helpers.append(("\(guest).\(helper).sock", words))
    }
    try replaceHost(in: folder)
  }

  /// What the shell makes of the last command of a script; it may have several lines.
  static func words(of script: String) throws -> [String] {
    let start = script.range(of: "exec ", options: .backwards)?.upperBound ?? script.startIndex
    let result = try ExternalTool.run("/bin/bash", ["-c", "printf '%s\\0' \(script[start...])"])
    return result.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  private mutating func replaceHost(in folder: URL) throws {
    var result: [String] = []
    for word in arguments {
      if Self.missing.contains(where: word.hasPrefix) {
        if hasStandIns, let place = word.range(of: "bus=") {
          let rest = word[place.lowerBound...].split(separator: ",").prefix(2)
          result.append("edu,\(rest.joined(separator: ","))")
        } else {
          result.removeLast()
        }
        continue
      }
      result.append(try replaced(word, folder))
    }
    arguments = result
  }

  private func replaced(_ word: String, _ folder: URL) throws -> String {
    switch word {
    case "kvm": return "tcg"
    case "host": return "max"
    // The test speaks QMP over it.
    case let word where word.hasPrefix("stdio,"): return "null," + word.dropFirst("stdio,".count)
    default: break
    }
    var word = word.replacingOccurrences(of: ",vhost=on", with: "")
      .replacingOccurrences(of: "driver=host_device", with: "driver=file")
      // This machine has set none aside, and its memory stays free for other tests.
      .replacingOccurrences(of: ",hugetlb=on,hugetlbsize=2m,prealloc=on", with: "")
      .replacingOccurrences(of: "mem-lock=on", with: "mem-lock=off")
      .replacingOccurrences(of: "path=/run/guests/", with: "path=\(folder.path)/")
      .replacingOccurrences(of: "unix:/run/guests/", with: "unix:\(folder.path)/")
    if word.hasSuffix(".iso") || word.contains("/iso/") {
      return try blank(folder.appendingPathComponent("installer.iso"))
    }
    for (start, place) in [
      ("dir=/nix/store/", "drive"), ("filename=/", "host-\(word.utf8.count).img"),
    ] {
      guard let range = word.range(of: start) else { continue }
      let file = folder.appendingPathComponent(place)
      if place == "drive" {
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
      } else {
        _ = try blank(file)
      }
      let rest = word[range.upperBound...].replacingOccurrences(of: ",,", with: "")
      let key = start.prefixTo("=") ?? ""
      word =
        word[..<range.lowerBound] + "\(key)=\(file.path)"
        + (rest.firstIndex(of: ",").map { String(rest[$0...]) } ?? "")
    }
    if let range = word.range(of: "/nix/store/"), let name = word.split(separator: "/").last {
      word = word[..<range.lowerBound] + (Self.firmware[String(name)] ?? String(name))
    }
    return word
  }

  /// The firmware of QEMU's own, where Debian has it.
  static let firmware = [
    "edk2-x86_64-code.fd": "/usr/share/OVMF/OVMF_CODE.fd",
    "edk2-i386-vars.fd": "/usr/share/OVMF/OVMF_VARS.fd",
    "edk2-aarch64-code.fd": "/usr/share/AAVMF/AAVMF_CODE.fd",
    "edk2-arm-vars.fd": "/usr/share/AAVMF/AAVMF_VARS.fd",
  ]

  /// What QEMU answers to commands before it quits. It makes the whole machine, and runs no
  /// instruction of it.
  func answers(
    to commands: [String] = [], in folder: URL
  ) throws -> (result: ExternalTool.Result, answers: String) {
    let program = try #require(ExternalTool.find(self.program), "\(self.program)")
    let guest = arguments.firstIndex(of: "-name").map { arguments[$0 + 1] } ?? ""
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent(guest), withIntermediateDirectories: true)
    try makeFiles(in: folder)
    // Interfaces in a network of the test's own.
    var script = "set -e; cd \(folder.path)\n"
    for tap in taps { script += "ip tuntap add dev \(tap) mode tap\n" }
    for helper in helpers {
      script += "mkdir -p tpm; systemd-socket-activate -l \(folder.path)/\(helper.socket)"
      script += " \(helper.command.joined(separator: " ")) 2>helper.log &\n"
      script += "while ! [ -S \(helper.socket) ]; do sleep 0.1; done\n"
    }
    let asked = (["qmp_capabilities"] + commands + ["quit"]).map(Self.message).joined()
    try Data(asked.utf8).write(to: folder.appendingPathComponent("qmp"))
    script += #"timeout 60 "$@" -S -chardev stdio,id=quit -mon quit,mode=control <qmp >qmp.log"#
    // Its helpers end with it.
    let result = try ExternalTool.run(
      "/usr/bin/unshare",
      ["--net", "--pid", "--fork", "--kill-child", "sh", "-c", script, "sh", program] + arguments)
    let log = try Data(contentsOf: folder.appendingPathComponent("qmp.log"))
    return (result, String(decoding: log, as: UTF8.self))
  }

  /// A command of QMP, or one of the monitor for people if it has more than a word.
  private static func message(_ command: String) -> String {
    let text = #""human-monitor-command", "arguments": {"command-line": "\#(command)"}"#
    return "{\"execute\": \(command.contains(" ") ? text : "\"\(command)\"")}\n"
  }

  private func makeFiles(in folder: URL) throws {
    let image = try #require(ExternalTool.find("qemu-img"), "qemu-img")
    var disks = ["root.qcow2", "root.qcow2.new", "root.raw", "scratch.qcow2"]
    disks += arguments.compactMap { word in
      guard word.contains(",filename="), let name = word.components(separatedBy: "filename=").last
      else { return nil }
      let file = name.prefixTo(",") ?? ""
      return file.contains("/") ? nil : file
    }
    for disk in Set(disks) {
      let format = disk.hasSuffix(".raw") ? "raw" : "qcow2"
      _ = try ExternalTool.run(image, ["create", "-q", "-f", format, disk, "10M"], in: folder.path)
    }
    // What QEMU looks for in a kernel for x86: see "The Linux/x86 Boot Protocol".
    var kernel = Data(count: 4096)
    kernel[0x1f1] = 1
    kernel.replaceSubrange(0x1fe..<0x200, with: [0x55, 0xaa])
    kernel.replaceSubrange(0x202..<0x208, with: Array("HdrS".utf8) + [0x02, 0x02])
    for name in ["kernel", "initrd"] {
      try kernel.write(to: folder.appendingPathComponent(name))
    }
    let variables = program.hasSuffix("aarch64") ? "edk2-arm-vars.fd" : "edk2-i386-vars.fd"
    if let template = Self.firmware[variables], FileManager.default.fileExists(atPath: template) {
      try Data(contentsOf: URL(fileURLWithPath: template)).write(
        to: folder.appendingPathComponent("efivars.fd"))
    }
  }

  private func blank(_ file: URL) throws -> String {
    try Data(count: 1 << 20).write(to: file)
    return file.path
  }
}

extension String {
  fileprivate func prefixTo(_ separator: Character) -> String? {
    split(separator: separator, omittingEmptySubsequences: false).first.map(String.init)
  }
}
