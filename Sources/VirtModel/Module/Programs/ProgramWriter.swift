import NixAST

/// Writes the programs that the guests' services run. They take what a user wrote as arguments only.
enum ProgramWriter {
  static func bindings(_ code: SharedCode) -> [Binding] {
    (code.programs.items + [powerOffGuest]).map { program in
      (Attrpath(program.variable.name)
        => Nix.shellApplication(program.name, inputs: program.inputs, program.script))
        .commented(program.comment).spaced()
    }
  }

  private static var powerOffGuest: SharedCode.Program {
    SharedCode.Program(
      variable: "powerOffGuest", name: "power-off-guest",
      inputs: [Nix.pkgs["coreutils"], Nix.pkgs["socat"]],
      script: """
        while kill -0 "$2" 2>/dev/null; do
          # Asked again and again: a guest that is still booting does not listen.
          printf '{"execute":"%s"}\\n' qmp_capabilities system_powerdown |
            socat -t 1 - "UNIX-CONNECT:$1" >/dev/null || true
          timeout 5 tail -f -s 0.1 --pid="$2" /dev/null || true
        done

        """,
      comment: "power-off-guest SOCKET PID: returns when QEMU is gone; systemd limits the wait.")
  }
}
