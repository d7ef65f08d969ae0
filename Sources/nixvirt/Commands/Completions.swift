extension Commands {
  private enum Shell: String, CaseIterable, ArgumentValue {
    case bash, zsh, fish
  }

  private static let shell = Operand<Shell>(
    "SHELL", isRequired: true, help: "The shell: bash, zsh or fish.")

  static let completions = Command(
    name: "completions",
    summary: "Print a completion script for a shell.",
    group: .help,
    details: [
      "For bash: nixvirt completions bash > ~/.local/share/bash-completion/completions/nixvirt",
      "For zsh, write the script to a file named _nixvirt in a directory of $fpath.",
      "For fish: nixvirt completions fish > ~/.config/fish/completions/nixvirt.fish",
      "The scripts complete the names of hosts, guests and networks from the description that is"
        + " given, or from guests.nix.",
    ],
    operands: [shell.entry],
    examples: [.init("Try the completions in this bash", "eval \"$(nixvirt completions bash)\"")]
  ) { session throws(Failure) in
    let script =
      switch session.invocation[shell] {
      case .zsh: ZshCompletion.script(all)
      case .fish: FishCompletion.script(all)
      case .bash, nil: BashCompletion.script(all)
      }
    return Outcome(output: script)
  }

  static let man = Command(
    name: "man",
    summary: "Print the manual page, nixvirt(1).",
    group: .help,
    examples: [.init("Read the manual page", "nixvirt man | man -l -")]
  ) { _ throws(Failure) in Outcome(output: ManPage.text(all)) }
}
