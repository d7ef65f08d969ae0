import NixAST

/// Checks that paths lead to where a guest's service can use them.
enum Places {
  static func check(_ host: HostDescription, _ findings: inout Findings) {
    guard let directory = host.stateDirectory else { return }
    let isPlain = directory.value.description.utf8.allSatisfy {
      ASCII.isNameByte($0) || $0 == UInt8(ascii: "/")
    }
    if !isPlain {
      findings.report(
        .malformed(
          "invalid-path", directory.value.description, "a directory for guests",
          rule: "letters, digits, \".\", \"_\", \"-\" and \"/\"",
          path: KeyPath.root.appending("host").appending("stateDir"),
          at: directory.place))
    }
  }

  static func check(_ guest: GuestDescription, _ name: GuestName, _ findings: inout Findings) {
    if let display = guest.vncDisplay, case .unix(let path) = display.value {
      let directory = "/run/guests/\(name)/"
      let file = path.description.dropFirst(directory.utf8.count)
      if !path.description.hasPrefix(directory) || file.isEmpty || file.utf8.contains(slash) {
        findings.report(.vncSocketPlace(path, of: name, at: display.place))
      }
    }
    for module in guest.nixosModules {
      guard case .host(let path) = module.value else { continue }
      findings.report(
        .malformed(
          "invalid-path", path.description, "a NixOS module of a guest",
          rule: "a Nix path, which becomes part of the guest's system",
          path: KeyPath.root.appending("guests").appending(name.description).appending("nixos"),
          at: module.place,
          suggestion: "write it without quotes, as in ./web.nix"))
    }
  }

  private static let slash = UInt8(ascii: "/")
}
