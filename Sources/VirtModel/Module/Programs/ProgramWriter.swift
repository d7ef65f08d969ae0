import NixAST

/// Writes the programs that the guests' services run. They take what a user wrote as arguments only.
enum ProgramWriter {
  static func bindings(_ code: SharedCode) -> [Binding] {
    (code.programs.items + ofAllGuests).map { program in
      (Attrpath(program.variable.name)
        => Nix.shellApplication(program.name, inputs: program.inputs, program.script))
        .commented(program.comment).spaced()
    }
  }

  private static let coreutils = Nix.pkgs["coreutils"]
  private static let utilLinux = Nix.pkgs["util-linux"]

  /// What every guest has.
  private static var ofAllGuests: [SharedCode.Program] {
    [
      SharedCode.Program(
        variable: "inTurn", name: "in-turn", inputs: [coreutils, utilLinux],
        script: EmittedProgram.inTurn,
        comment: """
          in-turn KIND SECONDS COMMAND...: runs COMMAND when few enough others of its KIND run. It
          counts for SECONDS, or until it ends if that is 0.
          """),
      SharedCode.Program(
        variable: "checkGuest", name: "check-guest",
        inputs: [coreutils, Nix.pkgs["diffutils"], utilLinux], script: EmittedProgram.checkGuest,
        comment: """
          check-guest STATE-DIR TURNS NAME LINK: as root, before a guest starts. Its disks must be on
          the file system that they were on, and what it runs is kept from garbage collection.
          """),
      SharedCode.Program(
        variable: "releaseGuest", name: "release-guest", inputs: [coreutils],
        script: "rm -f \"\(HostNames.roots)/$1\"\n",
        comment: "release-guest LINK: as root, after a guest has ended."),
      SharedCode.Program(
        variable: "powerOffGuest", name: "power-off-guest", inputs: [coreutils, Nix.pkgs["socat"]],
        script: EmittedProgram.powerOffGuest,
        comment: "power-off-guest SOCKET PID: returns when QEMU is gone; systemd limits the wait."),
    ]
  }
}
