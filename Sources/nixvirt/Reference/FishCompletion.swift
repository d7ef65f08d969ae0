/// Completions for fish.
enum FishCompletion {
  static func script(_ commands: [Command]) -> String {
    var text = """
      # Completions of nixvirt for fish, made by: nixvirt completions fish

      # Whether this is the command.
      function __nixvirt_is
          set -l words (commandline -poc)
          test "$words[2]" = $argv[1]
      end

      # Whether no command given yet.
      function __nixvirt_has_no_command
          test (count (commandline -poc)) -eq 1
      end

      # Whether the command has this number of arguments, not counting options.
      function __nixvirt_has_arguments
          set -l words (commandline -poc)
          set -l arguments (string match --invert -- '-*' $words[3..-1])
          test (count $arguments) -eq $argv[1]
      end

      # Names of these kinds in the description on the command line, or in guests.nix.
      function __nixvirt_names
          set -l words (commandline -poc)
          set -l files (string match --regex '.*\\.(?:nix|json)$' -- $words[3..-1]) guests.nix
          for kind in $argv
              $words[1] names $kind $files[1] 2>/dev/null
          end
      end

      complete -c nixvirt -f
      complete -c nixvirt -n __nixvirt_has_no_command -l help -s h -d 'Print the help.'
      complete -c nixvirt -n __nixvirt_has_no_command -l version -s V -d 'Print the version.'

      """
    for command in commands {
      text += "\ncomplete -c nixvirt -n __nixvirt_has_no_command -a \(command.name)"
      text += " -d \(quoted(command.summary))\n"
      let condition = "-n '__nixvirt_is \(command.name)'"
      for option in command.allOptions {
        let letter = option.letter.map { " -s \($0)" } ?? ""
        let value = option.value == nil ? "" : " -r\(action(option.values))"
        text += "complete -c nixvirt \(condition) -l \(option.name)\(letter)\(value)"
        text += " -d \(quoted(option.help))\n"
      }
      for (index, operand) in command.operands.enumerated() {
        let action = action(operand.values)
        if action.isEmpty { continue }
        let place = operand.isRepeated ? "" : "; and __nixvirt_has_arguments \(index)"
        text += "complete -c nixvirt -n '__nixvirt_is \(command.name)\(place)'\(action)\n"
      }
    }
    return text
  }

  private static func action(_ values: Values) -> String {
    switch values {
    case .anything: ""
    case .words, .commands: " -f -a \(quoted(values.choices.joined(separator: " ")))"
    case .files: " -F"
    case .folders: " -f -a '(__fish_complete_directories)'"
    case .names(let kinds, let others):
      " -f -a "
        + quoted(
          (["(__nixvirt_names \(kinds.map(\.rawValue).joined(separator: " ")))"] + others)
            .joined(separator: " "))
    }
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
  }
}
