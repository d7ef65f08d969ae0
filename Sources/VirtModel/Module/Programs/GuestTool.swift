import NixAST

/// What an operator does with guests, as a command on the host's PATH, with its manual.
enum GuestTool {
  @BindingBuilder static var bindings: [Binding] {
    ("guestTool"
      => Nix.shellApplication(
        "nixvirt-guest",
        inputs: ["iproute2", "python3", "qemu_kvm", "systemd", "util-linux"].map { Nix.pkgs[$0] },
        "exec python3 -I \(Nix.pkgs["writeText"]("nixvirt-guest.py", .string(EmittedProgram.guestTool))) \"$@\"\n"
      ))
      .commented("For the operator: `nixvirt-guest help` lists what it does.").spaced()
    ("guestManual"
      => Nix.pkgs["runCommand"](
        "nixvirt-guest-manual", .set { "nativeBuildInputs" => [.variable("guestTool")] },
        .string(Str(manual, form: .indented)))).spaced()
  }

  private static var manual: String {
    """
    mkdir -p $out/share/{man/man8,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}
    nixvirt-guest manual >$out/share/man/man8/nixvirt-guest.8
    nixvirt-guest completions bash >$out/share/bash-completion/completions/nixvirt-guest
    nixvirt-guest completions zsh >$out/share/zsh/site-functions/_nixvirt-guest
    nixvirt-guest completions fish >$out/share/fish/vendor_completions.d/nixvirt-guest.fish

    """
  }
}
