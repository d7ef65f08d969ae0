extension Commands {
  static let completions = Command(
    name: "completions",
    summary: "Print the completions of a shell.",
    details: [
      "bash: nixvirt completions bash > ~/.local/share/bash-completion/completions/nixvirt",
      "zsh: nixvirt completions zsh > a file named _nixvirt in a folder of $fpath",
      "fish: nixvirt completions fish > ~/.config/fish/completions/nixvirt.fish",
    ],
    operands: [
      Command.Operand(
        name: "SHELL", help: "The shell: bash, zsh or fish.",
        values: .words(["bash", "zsh", "fish"]), isRequired: true)
    ]
  ) { session throws(Failure) in
    switch session.invocation.operand(0) {
    case "zsh": Outcome(output: ZshCompletion.script(all))
    case "fish": Outcome(output: FishCompletion.script(all))
    default: Outcome(output: BashCompletion.script(all))
    }
  }

  static let man = Command(
    name: "man",
    summary: "Print the manual page, nixvirt(1).",
    details: ["To read it: nixvirt man | man -l -"]
  ) { _ throws(Failure) in Outcome(output: ManPage.text(all)) }
}
