/// Completions for zsh.
enum ZshCompletion {
  static func script(_ commands: [Command]) -> String {
    var text = """
      #compdef nixvirt
      # Completions of nixvirt for zsh, made by: nixvirt completions zsh

      _nixvirt() {
        local curcontext=$curcontext state line
        local -A opt_args
        local -a commands=(

      """
    for command in commands {
      text += "    \(quoted("\(command.name):\(escaped(command.summary, [":"]))"))\n"
    }
    text += """
        )

        _arguments -C \\
          '(- *)'{-h,--help}'[Print the help.]' \\
          '(- *)'{-V,--version}'[Print the version.]' \\
          '1: :->command' \\
          '*:: :->arguments'

        case $state in
          command) _describe command commands ;;
          arguments)
            case $words[1] in

      """
    for command in commands {
      text += "        \(command.name))\n          _arguments -s"
      for option in command.allOptions { text += " \\\n            \(specification(option))" }
      for (index, operand) in command.operands.enumerated() {
        let optional = operand.isRequired ? ":" : "::"
        let place = operand.isRepeated ? "*" : String(index + 1)
        let specification =
          "\(place)\(operand.isRepeated ? ":" : optional)\(operand.name):\(action(operand.values))"
        text += " \\\n            \(quoted(specification))"
      }
      text += "\n          ;;\n"
    }
    return text + """
            esac
            ;;
        esac
      }

      # Completes names of these kinds in the description on the command line, or in guests.nix, and
      # other words.
      _nixvirt_names() {
        local word kind file=guests.nix
        local -a names=($@[2,-1])
        for word in $words[2,-1]; do
          if [[ $word == *.(nix|json) ]]; then
            file=${(Q)word}
            break
          fi
        done
        for kind in ${=1}; do
          names+=(${(f)"$(nixvirt names $kind $file 2>/dev/null)"})
        done
        compadd -a names
      }

      # As a file of $fpath it is the function itself; sourced, it is tied to the command.
      if [[ $funcstack[1] == _nixvirt ]]; then
        _nixvirt "$@"
      else
        compdef _nixvirt nixvirt
      fi

      """
  }

  private static func specification(_ option: OptionEntry) -> String {
    let help = "[\(escaped(option.help, ["[", "]", ":"]))]"
    let value = option.value.map { ":\($0):\(action(option.values))" } ?? ""
    let long = "--\(option.name)" + (option.value == nil ? "" : "=")
    guard let letter = option.letter else { return quoted(long + help + value) }
    let short = "-\(letter)" + (option.value == nil ? "" : "+")
    return "'(-\(letter) --\(option.name))'{\(short),\(long)}" + quoted(help + value)
  }

  private static func action(_ values: Values) -> String {
    switch values {
    case .anything: " "
    case .words, .commands: "(\(values.choices.joined(separator: " ")))"
    case .files(let endings):
      endings.isEmpty ? "_files" : "_files -g \"*.(\(endings.joined(separator: "|")))\""
    case .folders: "_files -/"
    case .names(let kinds, let others):
      // A blank keeps _arguments from adding options of compadd to the words.
      " _nixvirt_names \"\(kinds.map(\.rawValue).joined(separator: " "))\""
        + others.map { " \($0)" }.joined()
    }
  }

  private static func escaped(_ text: String, _ special: Set<Character>) -> String {
    text.map { special.contains($0) || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }
}
