import NixAST
import VirtModel

/// What was given on the command line, checked against the table of commands.
struct Invocation {
  let command: Command
  let operands: [String]
  private var values: [String: String] = [:]

  init(_ arguments: [String], of commands: [Command]) throws(Failure) {
    var rest = arguments[...]
    let command = try Self.command(&rest, commands)
    var operands: [String] = []
    var optionsEnded = false
    var values: [String: String] = [:]
    while let argument = rest.popFirst() {
      if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
        operands.append(argument)
      } else if argument == "--" {
        optionsEnded = true
      } else {
        let (option, value) = try Self.option(argument, &rest, command)
        guard values.updateValue(value, forKey: option.name) == nil else {
          throw .usage("--\(option.name) is given twice", command: command.name)
        }
      }
    }
    self.values = values
    self.operands = operands
    if values[Options.help.name] != nil {
      self.command = Commands.helpCommand(for: command)
      return
    }
    self.command = command
    if operands.count > command.operands.count {
      let extra = operands[command.operands.count]
      let limit =
        command.operands.isEmpty
        ? "no argument" : "at most \(command.operands.map(\.name).joined(separator: " and "))"
      throw .usage(
        "'\(extra)' is one too many: \(command.name) takes \(limit)", command: command.name)
    }
    try Self.check(operands, of: command)
  }

  /// The value of an option; empty for one without, nil if it is not given.
  func value(of option: Option) -> String? { values[option.name] }

  /// An operand by its place, nil if it is not given.
  func operand(_ index: Int) -> String? {
    operands.indices.contains(index) ? operands[index] : nil
  }

  // MARK: - Parsing

  private static func check(_ operands: [String], of command: Command) throws(Failure) {
    for (index, operand) in command.operands.enumerated() {
      guard operands.indices.contains(index) else {
        if !operand.isRequired { continue }
        let choices = operand.values.choices
        let hint = choices.isEmpty ? "" : ", one of \(choices.joined(separator: ", "))"
        throw .usage("\(command.name) needs \(operand.name)\(hint)", command: command.name)
      }
      let value = operands[index]
      let choices = operand.values.choices
      if choices.isEmpty || choices.contains(value) { continue }
      if case .commands = operand.values {
        throw .usage("there is no command '\(value)'\(hint(value, choices))", command: nil)
      }
      throw .usage(
        "\(operand.name) is one of \(choices.joined(separator: ", ")), not '\(value)'"
          + hint(value, choices), command: command.name)
    }
  }

  /// What was meant, if that can be guessed.
  private static func hint(_ text: String, _ candidates: [String], prefix: String = "") -> String {
    Spelling.nearest(to: text, among: candidates).map { "; did you mean \(prefix)\($0)?" } ?? ""
  }

  private static func command(
    _ rest: inout ArraySlice<String>, _ commands: [Command]
  ) throws(Failure) -> Command {
    guard let name = rest.popFirst() else {
      throw .usage("no command is given", command: nil)
    }
    if ["--help", "-h"].contains(name) { return Commands.help }
    if ["--version", "-V"].contains(name) { return Commands.version }
    if let command = commands.first(where: { $0.name == name }) { return command }
    let kind = name.hasPrefix("-") ? "option before a command" : "command"
    let hint =
      name.hasPrefix("--")
      ? hint(String(name.dropFirst(2)), ["help", "version"], prefix: "--")
      : hint(name, commands.map(\.name))
    throw .usage("there is no \(kind) '\(name)'\(hint)", command: nil)
  }

  private static func option(
    _ argument: String, _ rest: inout ArraySlice<String>, _ command: Command
  ) throws(Failure) -> (Option, String) {
    let options = command.allOptions
    let isLong = argument.hasPrefix("--")
    var name = argument.dropFirst(isLong ? 2 : 1)
    var attached: String?
    if isLong, let sign = name.firstIndex(of: "=") {
      attached = String(name[name.index(after: sign)...])
      name = name[..<sign]
    } else if !isLong, name.count > 1 {
      attached = String(name.dropFirst())
      name = name.prefix(1)
    }
    guard
      let option = options.first(where: {
        isLong ? $0.name == name : $0.letter.map(String.init) == String(name)
      })
    else {
      let hint = isLong ? hint(String(name), options.map(\.name), prefix: "--") : ""
      throw .usage(
        "\(command.name) has no option '\(isLong ? "--" : "-")\(name)'\(hint)",
        command: command.name)
    }
    guard let valueName = option.value else {
      if attached != nil {
        throw .usage("--\(option.name) takes no value", command: command.name)
      }
      return (option, "")
    }
    guard let value = attached ?? rest.popFirst() else {
      throw .usage("--\(option.name) needs a value: \(valueName)", command: command.name)
    }
    let choices = option.values.choices
    if !choices.isEmpty, !choices.contains(value) {
      throw .usage(
        "--\(option.name) is one of \(choices.joined(separator: ", ")), not '\(value)'"
          + hint(value, choices), command: command.name)
    }
    return (option, value)
  }
}
