import NixAST

/// A guest with NixOS on a machine that is not its host: only Nix can build it.
package enum NixOSTrial {
  /// The expression of a NixOS configuration like the guest's, in one line, whose
  /// `config.system.build.vm` is a program that runs it.
  ///
  /// - Parameters:
  ///   - modules: the guest's modules, as absolute paths.
  ///   - sshPort: the port of this machine that leads to the guest's SSH.
  /// - Throws: ``NixAST/InvalidExpr`` if a path cannot be written.
  package static func configuration(
    of guest: Guest, modules: [String], sshPort: Int
  ) throws(InvalidExpr) -> String {
    let size = guest.diskSizes.first.map { Int64(($0.bytes + (1 << 20) - 1) >> 20) }
    let forward: Expr = .set {
      "from" => "host"
      "host"
        => .set {
          "address" => "127.0.0.1"
          "port" => .int(Int64(sshPort))
        }
      "guest.port" => 22
    }
    let machine: Expr = .set {
      "cores" => .int(Int64(guest.cpus.count))
      if let size { "diskSize" => .int(size) }
      "forwardPorts" => [forward]
      "graphics" => false
      "memorySize" => .int(max(guest.memory.bytes >> 20, 1))
    }
    let configuration: Expr = .set {
      "imports" => .list(modules.map { Expr.path($0) })
      "networking.hostName" => .str(guest.name.description)
      "services.openssh.enable" => true
      "system.stateVersion" => Nix.lib["trivial.release"]
      "users.users.root.openssh.authorizedKeys.keys"
        => .list(guest.sshKeys.map { .str($0.description) })
      "virtualisation.vmVariant.virtualisation" => machine
    }
    let module = Expr.lambda(.pattern("lib", ellipsis: true), body: configuration)
    let lines = try module.rendered().split(separator: "\n")
    return lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
  }
}
