import NixAST

/// Writes the programs that the guests' services run. They take what a user wrote as arguments only.
enum ProgramWriter {
  static func bindings(_ code: SharedCode, _ use: ModuleUse) -> [Binding] {
    (code.programs.items + ofAllGuests(use)).map { program in
      (Attrpath(program.variable.name)
        => Nix.shellApplication(program.name, inputs: program.inputs, program.script))
        .commented(program.comment).spaced()
    }
  }

  private static let coreutils = Nix.pkgs["coreutils"]
  private static let utilLinux = Nix.pkgs["util-linux"]

  /// The programs of every guest.
  private static func ofAllGuests(_ use: ModuleUse) -> [SharedCode.Program] {
    let check = EmittedProgram.checkGuest
    let former = use.has("formerly") ? EmittedProgram.checkFormer.parts : []
    return [
      SharedCode.Program(
        variable: "inTurn", name: "in-turn", inputs: [coreutils, utilLinux],
        script: EmittedProgram.inTurn,
        comment: """
          in-turn KIND SECONDS COMMAND...: waits until few enough commands of this KIND run, then runs
          COMMAND. It counts for SECONDS, or if that is 0, until it ends.
          """),
      SharedCode.Program(
        variable: "checkGuest", name: "check-guest",
        inputs: [coreutils, Nix.pkgs["diffutils"], utilLinux],
        script: Str(check.parts + former, form: .indented),
        comment: """
          check-guest STATE-DIR TURNS NAME LINK: runs as root before a guest starts. Checks that the file
          system with its disks is mounted, and protects what it runs from garbage collection.
          """),
      SharedCode.Program(
        variable: "releaseGuest", name: "release-guest", inputs: [coreutils],
        script: "rm -f \"\(HostNames.roots)/$1\"\n",
        comment: "release-guest LINK: runs as root after a guest has ended."),
      SharedCode.Program(
        variable: "powerOffGuest", name: "power-off-guest", inputs: [coreutils, Nix.pkgs["socat"]],
        script: EmittedProgram.powerOffGuest,
        comment: "power-off-guest SOCKET PID: asks the guest to power off, and returns when"
          + " QEMU has ended."),
    ]
  }
}
