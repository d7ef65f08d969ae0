import NixAST

/// The operator's command on the host's PATH, with its manual.
enum GuestTool {
  @BindingBuilder static func bindings(_ use: ModuleUse) -> [Binding] {
    let inputs: [Attrpath] = ["iproute2", "python3", "qemu_kvm", "systemd", "util-linux"]
    let more: [Attrpath] = use.has("backup") ? ["zstd"] : []
    ("guestTool"
      => Nix.shellApplication(
        "nixvirt-guest",
        inputs: (inputs + more).map { Nix.pkgs[$0] },
        "exec python3 -I \(Expr.variable("guestToolProgram")) \"$@\"\n"
      ))
      .commented("`nixvirt-guest help` lists the commands.").spaced()
    ("guestManual"
      => Nix.pkgs["runCommand"](
        "nixvirt-guest-manual", .set { "nativeBuildInputs" => [.variable("guestTool")] },
        .string(Str(manual, form: .indented)))).spaced()
  }

  private static var manual: String {
    """
    mkdir -p $out/share/{man/man8,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}
    cd $out/share
    nixvirt-guest manual >man/man8/nixvirt-guest.8
    echo 'complete -C "nixvirt-guest complete" nixvirt-guest' \\
      >bash-completion/completions/nixvirt-guest
    printf '#compdef nixvirt-guest\\ncompadd -- %s\\n' \\
      '$(nixvirt-guest complete _ "$PREFIX" "$words[CURRENT-1]" 2>/dev/null)' \\
      >zsh/site-functions/_nixvirt-guest
    echo 'complete -c nixvirt-guest -f -a' \\
      '"(nixvirt-guest complete _ (commandline -ct) (commandline -poc)[-1] 2>/dev/null)"' \\
      >fish/vendor_completions.d/nixvirt-guest.fish

    """
  }
}

/// The programs of more than a page. They are the last of what a module binds: who reads it comes to
/// them when all of the rest is read.
enum LongPrograms {
  /// - Parameter hasSystems: whether the host has systems of installed guests.
  @BindingBuilder static func bindings(_ use: ModuleUse, hasSystems: Bool) -> [Binding] {
    program(
      "guestMonitor", "guest-monitor.py",
      use.has(GuestAgent.key.name)
        ? EmittedProgram.guestMonitorWithAgents : EmittedProgram.guestMonitor,
      """
      guest-monitor NAME LOG MAX-BYTES KEEP: writes a guest's console to LOG and QEMU's events to the
      journal, and gives root access to both over the socket that systemd listens on. It runs as the
      guest's user, and can end and start at any time.
      """)
    program(
      "guestToolProgram", "nixvirt-guest.py",
      EmittedProgram.guestTool(parts(use, hasSystems: hasSystems)),
      """
      nixvirt-guest: does not trust what guests and QEMU write, and reaches guests only over their
      monitors' sockets.
      """)
  }

  private static func parts(_ use: ModuleUse, hasSystems: Bool) -> EmittedProgram.ToolParts {
    var parts: EmittedProgram.ToolParts = hasSystems ? .systems : []
    let ofAttributes: [(String, EmittedProgram.ToolParts)] = [
      ("backup", .backups), ("snapshot", .snapshots), (GuestAgent.key.name, .agents),
      ("tags", .tags), (VNC.attribute, .displays), (Vsock.attribute, .vsock),
    ]
    for (attribute, part) in ofAttributes where use.has(attribute) { parts.insert(part) }
    return parts
  }

  private static func program(
    _ variable: Attrpath, _ file: String, _ text: Str, _ comment: String
  ) -> Binding {
    (variable => Nix.pkgs["writeText"](.str(file), .string(text))).commented(comment).spaced()
  }
}
