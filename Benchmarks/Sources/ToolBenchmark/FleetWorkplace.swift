import Glibc

/// The descriptions of a number of hosts with twenty guests each, in a directory, and the commands that
/// work with them.
struct FleetWorkplace {
  static let guestsPerHost = 20

  let hosts: Int
  private let folder: String
  private let nixvirt: String

  /// Writes the descriptions: one with a host for each guest, and one that leaves them out.
  init(hosts: Int, in parent: String, nixvirt: String) {
    self.hosts = hosts
    self.nixvirt = nixvirt
    folder = "\(parent)/\(hosts)-hosts"
    mkdir(folder, 0o777)
    write(stated, withHosts: true)
    write(open, withHosts: false)
    if place.run() == nil || generate.run() == nil { stop("nixvirt failed for \(hosts) hosts") }
  }

  /// In turns: everything that is done with a fleet.
  var programs: [Program] {
    [
      generate, Program("nixvirt check", nixvirt, ["check", stated, modules]), place,
      Program("nixvirt show", nixvirt, ["show", stated]),
      Program("nixvirt plan, every guest moves", nixvirt, ["plan", stated, open]),
    ]
  }

  /// All modules are written in the first run; in others they are compared and found the same.
  private var generate: Program {
    Program("nixvirt generate", nixvirt, ["generate", stated, "-o", modules])
  }

  private var place: Program { Program("nixvirt place", nixvirt, ["place", open]) }

  private var stated: String { "\(folder)/stated.nix" }
  private var open: String { "\(folder)/open.nix" }
  private var modules: String { "\(folder)/virtual" }

  private func write(_ path: String, withHosts: Bool) {
    let file = OutputFile(path)
    file.write("{\n  networks.lan.uplink = \"eno1\";\n  defaults.diskSize = \"20g\";\n")
    file.write("  hosts = {\n")
    for host in 0..<hosts {
      file.write("    host-\(host) = {\n      host = { memory = \"128g\"; cpus = 64; };\n")
      if withHosts { write(host, file) }
      file.write("    };\n")
    }
    file.write("  };\n  guests = {\n")
    if !withHosts {
      for host in 0..<hosts { writeGuests(host, file) }
    }
    file.write("  };\n}\n")
  }

  private func write(_ host: Int, _ file: OutputFile) {
    file.write("      guests = {\n")
    writeGuests(host, file)
    file.write("      };\n")
  }

  private func writeGuests(_ host: Int, _ file: OutputFile) {
    for index in 0..<Self.guestsPerHost {
      file.write(
        "        guest-\(host)-\(index) = { memory = \"\(1 << (index % 4))g\"; cpus = 2; };\n")
    }
  }
}
