import NixAST

/// Finds what a description may say and this version does not write into a module yet. Nothing is
/// left out in silence.
struct Unsupported {
  private var found: [(path: String, range: SourceRange?)] = []

  init(_ description: Description, _ guests: [ResolvedGuest]) {
    let host = description.host
    if let system = host.system, system.value != .x86 { add("host.system", system.range) }
    if let directory = host.stateDirectory, !directory.value.isPlainBelowVarLib {
      add("host.stateDir outside /var/lib", directory.range)
    }
    for network in description.networks {
      let path = "networks.\(network.name.value)"
      add("\(path).nat", network.content.nat)
      add("\(path).vlan", network.content.vlan)
    }
    for guest in guests { add(guest) }
  }

  private mutating func add(_ resolved: ResolvedGuest) {
    let guest = resolved.described
    let path = resolved.path
    if let install = guest.install, install.value != .nixos {
      add("\(path).install = \"\(install.value.rawValue)\"", install.range)
    }
    for disk in guest.disks where disk.name.value.description != "root" || disk.content.path != nil
    {
      add("\(path).disks.\(disk.name.value)", disk.name.range)
    }
    add("\(path).image", guest.image)
    add("\(path).iso", guest.iso)
    add("\(path).nixos.modules", guest.nixosModules.first)
    if let firmware = guest.firmware, firmware.value == .uefi {
      add("\(path).firmware = \"uefi\"", firmware.range)
    }
    if let ready = guest.ready, ready.value { add("\(path).ready", ready.range) }
    if let tpm = guest.tpm, tpm.value { add("\(path).tpm", tpm.range) }
    add("\(path).shares", guest.shares.first?.name)
    add("\(path).pci", guest.pci.first)
    add("\(path).usb", guest.usb.first)
    if let display = guest.vncDisplay, case .unix = display.value {
      add("\(path).vncDisplay on a socket", display.range)
    }
  }

  private mutating func add<Value>(_ path: String, _ value: Located<Value>?) {
    if let value { add(path, value.range) }
  }

  private mutating func add(_ path: String, _ range: SourceRange?) {
    found.append((path, range))
  }

  func report(_ findings: inout Findings) {
    for (path, range) in found {
      findings.report(.notYetSupported(path, at: range ?? SourceRange(0..<0)))
    }
  }
}

extension AbsolutePath {
  /// Whether systemd can make it as a `StateDirectory=`, without escapes in a unit file.
  fileprivate var isPlainBelowVarLib: Bool {
    description.hasPrefix("/var/lib/")
      && description.utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "/") }
  }
}
