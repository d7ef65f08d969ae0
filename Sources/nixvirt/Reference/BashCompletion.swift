/// Completions for bash, without the help of the bash-completion package.
enum BashCompletion {
  static func script(_ commands: [Command]) -> String {
    var text = """
      # Completions of nixvirt for bash, made by: nixvirt completions bash

      _nixvirt() {
        local cur command='' option='' ended='' count=0 tag='' word
        local -a given=()
        COMPREPLY=()

        # Bash splits @tag into "@" and "tag", and --option=@tag into "--option", "=@" and "tag".
        for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
          case $word in
            =@) given+=('=') tag=@ ;;
            @) tag=@ ;;
            *) given+=("$tag$word") tag='' ;;
          esac
        done
        if [[ -n $tag ]]; then given+=(@); fi
        cur=${given[${#given[@]} - 1]}
        unset "given[${#given[@]}-1]"

        # Read the words before this one: the command, an option that needs a value, and the number
        # of arguments. Bash splits --option=value into three words.
        for word in "${given[@]}"; do
          if [[ $word == '=' && -n $option ]]; then
            continue
          elif [[ -n $option ]]; then
            option=''
          elif [[ -z $command ]]; then
            command=$word
          elif [[ -n $ended ]]; then
            count=$((count + 1))
          elif [[ $word == -- ]]; then
            ended=1
          else
            case "$command $word" in

      """
    for (pattern, option) in valuedOptions(commands) {
      text += "        \(pattern)) option=\(option) ;;\n"
    }
    text += """
              *' -'?*) ;;
              *) count=$((count + 1)) ;;
            esac
          fi
        done
        if [[ $cur == '=' ]]; then cur=''; fi

        if [[ -z $command ]]; then
          _nixvirt_words '\(commands.map(\.name).joined(separator: " ")) --help --version'
        elif [[ -n $option ]]; then
          case "$command $option" in

      """
    for command in commands {
      for option in command.options {
        text += line("'\(command.name) \(option.name)'", option.values)
      }
    }
    for option in Options.common { text += line("*' \(option.name)'", option.values) }
    text += """
          esac
        elif [[ -z $ended && $cur == -* ]]; then
          case $command in

      """
    for command in commands {
      let options = command.allOptions.flatMap(\.spellings).joined(separator: " ")
      text += "      \(command.name)) _nixvirt_words '\(options)' ;;\n"
    }
    text += """
          esac
        else
          case "$command $count" in

      """
    for command in commands {
      for (index, operand) in command.operands.enumerated() {
        let count = operand.isRepeated ? "'*" : "\(index)'"
        text += line("'\(command.name) \(count)", operand.values)
      }
    }
    return text + """
          esac
        fi
      }

      # Completes words.
      _nixvirt_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
      }

      # Completes directories and files with these suffixes, or any file.
      _nixvirt_files() {
        local ending
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(
          if [[ ${1-} == any ]]; then
            compgen -f -- "$cur"
          else
            compgen -d -- "$cur"
            for ending in "$@"; do compgen -f -X "!*$ending" -- "$cur"; done
          fi
        )
      }

      # Completes names of these kinds in the description on the command line, or in guests.nix, and
      # other words.
      _nixvirt_names() {
        local word kind file=guests.nix words=${2-}
        for word in "${COMP_WORDS[@]:2}"; do
          if [[ $word == *.nix || $word == *.json ]]; then
            file=$word
            break
          fi
        done
        for kind in $1; do
          words+=" $("${COMP_WORDS[0]/#\\~/$HOME}" names "$kind" "$file" 2>/dev/null)"
        done
        _nixvirt_words "$words"
      }

      complete -F _nixvirt nixvirt

      """
  }

  /// Patterns of `COMMAND OPTION` for the options that take a value.
  private static func valuedOptions(_ commands: [Command]) -> [(pattern: String, name: String)] {
    let own = commands.flatMap { command in
      command.options.filter { $0.value != nil }.map { option in
        (option.spellings.map { "'\(command.name) \($0)'" }.joined(separator: " | "), option.name)
      }
    }
    let common = Options.common.filter { $0.value != nil }.map { option in
      (option.spellings.map { "*' \($0)'" }.joined(separator: " | "), option.name)
    }
    return own + common
  }

  /// A branch that completes with what a word may be; none where nothing is known of it.
  private static func line(_ pattern: String, _ values: Values) -> String {
    let action: String
    switch values {
    case .anything: return ""
    case .words, .commands:
      action = "_nixvirt_words '\(values.choices.joined(separator: " "))'"
    case .files(let endings):
      let patterns = endings.isEmpty ? ["any"] : endings.map { ".\($0)" }
      action = "_nixvirt_files \(patterns.joined(separator: " "))"
    case .folders: action = "_nixvirt_files"
    case .names(let kinds, let others):
      let kinds = kinds.map(\.rawValue).joined(separator: " ")
      action = "_nixvirt_names '\(kinds)' '\(others.joined(separator: " "))'"
    }
    return "      \(pattern)) \(action) ;;\n"
  }
}
