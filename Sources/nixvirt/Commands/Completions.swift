extension Commands {
  private enum Shell: String, CaseIterable, ArgumentValue {
    case bash, zsh, fish
  }

  private static let shell = Operand<Shell>(
    "SHELL", isRequired: true, help: "The shell: bash, zsh or fish.")

  static let completions = Command(
    name: "completions",
    summary: "Print the completions of a shell.",
    details: [
      "bash: nixvirt completions bash > ~/.local/share/bash-completion/completions/nixvirt",
      "zsh: nixvirt completions zsh > a file named _nixvirt in a folder of $fpath",
      "fish: nixvirt completions fish > ~/.config/fish/completions/nixvirt.fish",
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
    details: ["To read it: nixvirt man | man -l -"]
  ) { _ throws(Failure) in Outcome(output: ManPage.text(all)) }
}
