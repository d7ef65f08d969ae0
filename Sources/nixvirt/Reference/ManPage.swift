/// The manual page, in the macros of man(7).
enum ManPage {
  static func text(_ commands: [Command]) -> String {
    var text = """
      .\\" Made by: nixvirt man
      .TH NIXVIRT 1 "" "nixvirt \(Tool.version)" "User Commands"
      .SH NAME
      nixvirt \\- turn a description of virtual machines into a NixOS module
      .SH SYNOPSIS
      .B nixvirt
      .I COMMAND
      .RI [ OPTION "]... [" ARGUMENT ]...
      .SH DESCRIPTION
      A description lists the guests of a host. The generated module is plain Nix: it runs each
      guest with QEMU as a systemd service.
      .SH COMMANDS

      """
    for command in commands {
      text += ".SS \(escaped(command.synopsis))\n\(paragraph(command.summary))"
      for detail in command.details { text += ".PP\n\(paragraph(detail))" }
      for operand in command.operands {
        text += ".TP\n.I \(escaped(operand.name))\n\(paragraph(operand.help))"
      }
      for option in command.options { text += entry(option) }
    }
    text += ".SH OPTIONS\nEvery command takes these.\n"
    for option in Options.common { text += entry(option) }
    text += ".SH FILES\n"
    for (name, meaning) in files { text += ".TP\n.I \(name)\n\(paragraph(meaning))" }
    text += ".SH \"EXIT STATUS\"\n"
    for status in Outcome.Status.allCases {
      text += ".TP\n.B \(status.rawValue)\n\(paragraph(status.meaning))"
    }
    text += ".SH ENVIRONMENT\n"
    for variable in EnvironmentVariable.all {
      text += ".TP\n.B \(variable.name)\n\(paragraph(variable.help))"
    }
    text += ".SH EXAMPLES\n"
    for example in commands.flatMap(\.examples) {
      text += ".PP\n\(paragraph("\(example.purpose):"))"
      text += ".PP\n.nf\n.RS\n\(paragraph(example.line)).RE\n.fi\n"
    }
    text += ".SH \"SEE ALSO\"\n.BR nixvirt\\-guest (8),\n.BR systemctl (1),\n.BR journalctl (1),\n"
    text += ".BR qemu (1),\n.BR nixos\\-rebuild (8)\n"
    return text
  }

  private static let files = [
    ("guests.nix", "The default description."),
    ("guests.placement.nix", "The placement of the guests of a fleet, written by nixvirt place."),
    ("virtual.nix", "The default module; for a fleet, the directory virtual."),
  ]

  private static func entry(_ option: OptionEntry) -> String {
    let spellings = option.spellings.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    let value = option.value.map { "=\\fI\(escaped($0))\\fR" } ?? ""
    return ".TP\n\(spellings)\(value)\n\(paragraph(option.help))"
  }

  /// A line of text. One that starts like a request is none.
  private static func paragraph(_ text: String) -> String {
    let isRequest = text.hasPrefix(".") || text.hasPrefix("'")
    return (isRequest ? "\\&" : "") + escaped(text) + "\n"
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\(rs"
      case "-": "\\-"
      case "'": "\\(aq"
      case "~": "\\(ti"
      case "^": "\\(ha"
      case "`": "\\(ga"
      case "\"": "\\(dq"
      default: String(character)
      }
    }.joined()
  }
}
