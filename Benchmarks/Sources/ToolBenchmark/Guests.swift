/// Guests that are generated: as a description in Nix and in JSON, and in a module written by hand.
///
/// Each has the four keys of the module of 2017, as far as it wants them, and an address that is
/// given, because with 100,000 guests derived ones would collide.
struct Guests {
  let count: Int

  /// Writes `guests.nix`: what nixvirt reads.
  func writeDescription(to path: String) {
    let file = OutputFile(path)
    file.write(
      """
      {
        host = {
          nic = "enp0s31f6";
          sshKeys = [ "\(Self.key)" ];
        };
        guests = {

      """)
    for index in 0..<count { file.write(Self.guest(index)) }
    file.write("  };\n}\n")
  }

  /// Writes a module with the guests in the place of the line `# GUESTS`.
  func writeModule(to path: String, template: String) {
    let file = OutputFile(path)
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasSuffix("# GUESTS") {
        for index in 0..<count { file.write(Self.guest(index)) }
      } else {
        file.write("\(line)\n")
      }
    }
  }

  /// Writes the guests as JSON, for the generator in Python.
  func writeJSON(to path: String) {
    let file = OutputFile(path)
    file.write("{\"guests\":{")
    for index in 0..<count {
      let values = Self.values(index).map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
      file.write("\(index == 0 ? "" : ",")\"\(Self.name(index))\":{\(values)}")
    }
    file.write("}}\n")
  }

  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
  private static let roles = ["web", "db", "mail", "build", "cache", "proxy", "git", "ci"]

  private static func name(_ index: Int) -> String { "\(roles[index % roles.count])-\(index)" }

  private static func guest(_ index: Int) -> String {
    let comment = index % roles.count == 0 ? "    # From number \(index) on.\n" : ""
    let values = values(index).map { "      \($0.key) = \($0.value);\n" }.joined()
    return "\(comment)    \(name(index)) = {\n\(values)    };\n"
  }

  /// The keys with their values, which are the same in Nix and in JSON.
  private static func values(_ index: Int) -> [(key: String, value: String)] {
    var values = [
      ("memory", "\"\(1 + index % 16)g\""),
      ("diskSize", "\"\(10 + index % 90)g\""),
      ("mac", "\"\(mac(index))\""),
      ("netDevice", "\"tap\(index)\""),
    ]
    if index % 3 == 0 { values.append(("cpus", "\(2 + index % 7)")) }
    if index % 2 == 0 { values.append(("vncDisplay", "\"localhost:\(index / 2)\"")) }
    return values
  }

  private static func mac(_ index: Int) -> String {
    let octets = [16, 8, 0].map { shift in
      let digits = String(index >> shift & 0xFF, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }
    return "52:54:00:\(octets.joined(separator: ":"))"
  }
}
