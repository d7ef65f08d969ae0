extension Commands {
  private enum Shell: String, CaseIterable, ArgumentValue {
    case bash, zsh, fish
  }

  private static let shell = Operand<Shell>(
    "SHELL", isRequired: true, help: "The shell: bash, zsh or fish.")

  static let completions = Command(
    name: "completions",
    summary: "Print a completion script for a shell.",
    details: [
      "For bash: nixvirt completions bash > ~/.local/share/bash-completion/completions/nixvirt",
      "For zsh, write the script to a file named _nixvirt in a directory of $fpath.",
      "For fish: nixvirt completions fish > ~/.config/fish/completions/nixvirt.fish",
    ],
    operands: [shell.entry]
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
    details: ["Read it with: nixvirt man | man -l -"]
  ) { _ throws(Failure) in Outcome(output: ManPage.text(all)) }
}
