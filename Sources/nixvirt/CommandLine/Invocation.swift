import NixAST
import VirtModel

/// A command line, checked against the table of commands.
struct Invocation {
  let command: Command
  private var operands: [String: [String]] = [:]
  private var values: [String: String] = [:]

  init(_ arguments: [String], of commands: [Command]) throws(Failure) {
    var rest = arguments[...]
    let command = try Self.command(&rest, commands)
    var words: [String] = []
    var optionsEnded = false
    var values: [String: String] = [:]
    while let argument = rest.popFirst() {
      if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
        words.append(argument)
      } else if argument == "--" {
        optionsEnded = true
      } else {
        let (option, value) = try Self.option(argument, &rest, command)
        guard values.updateValue(value, forKey: option.name) == nil else {
          throw .usage("--\(option.name) is given more than once", command: command.name)
        }
      }
    }
    self.values = values
    if values[Options.help.entry.name] != nil {
      self.command = Commands.helpCommand(for: command)
      return
    }
    self.command = command
    operands = try Self.operands(words, of: command)
  }

  /// The value of an option, nil if it is not given.
  subscript<Value>(option: Option<Value>) -> Value? {
    values[option.entry.name].flatMap(Value.init(argument:))
  }

  /// The value of an operand, nil if it is not given.
  subscript<Value>(operand: Operand<Value>) -> Value? {
    operands[operand.entry.name]?.first.flatMap(Value.init(argument:))
  }

  /// The values of an operand that may be given several times.
  func all<Value>(_ operand: Operand<Value>) -> [Value] {
    (operands[operand.entry.name] ?? []).compactMap(Value.init(argument:))
  }

  /// Whether a flag is given.
  subscript(flag: Flag) -> Bool { values[flag.entry.name] != nil }

  // MARK: - Parsing

  private static func operands(
    _ words: [String], of command: Command
  ) throws(Failure) -> [String: [String]] {
    let takesMore = command.operands.last?.isRepeated ?? false
    // Words go to the operands that a command needs before those that it can do without.
    var spare = words.count - command.operands.count { $0.isRequired }
    if words.count > command.operands.count, !takesMore {
      let extra = words[command.operands.count]
      let names = command.operands.map(\.name).joined(separator: " and ")
      let hint = names.isEmpty ? "takes none" : "takes \(names)"
      throw .usage("unexpected argument '\(extra)': \(command.name) \(hint)", command: command.name)
    }
    var values: [String: [String]] = [:]
    var index = 0
    for operand in command.operands {
      let choices = operand.values.choices
      if !operand.isRequired {
        if spare <= 0 { continue }
        spare -= 1
      }
      guard words.indices.contains(index) else {
        let hint = Self.list(choices).map { ", one of \($0)" } ?? ""
        throw .usage("\(command.name) needs \(operand.name)\(hint)", command: command.name)
      }
      let word = words[index]
      values[operand.name] = operand.isRepeated ? Array(words[index...]) : [word]
      index += 1
      if choices.isEmpty || choices.contains(word) { continue }
      if case .commands = operand.values { throw unknownCommand(word, choices) }
      let known = Self.list(choices).map { "must be one of \($0), not" } ?? "is unknown:"
      throw .usage(
        "\(operand.name) \(known) '\(word)'" + hint(word, choices), command: command.name)
    }
    return values
  }

  /// A few choices, for a message; nil for none, and for too many.
  private static func list(_ choices: [String]) -> String? {
    choices.isEmpty || choices.count > 12 ? nil : choices.joined(separator: ", ")
  }

  /// The word that was probably meant, if there is one.
  private static func hint(_ text: String, _ candidates: [String], prefix: String = "") -> String {
    Spelling.nearest(to: text, among: candidates).map { "; did you mean \(prefix)\($0)?" } ?? ""
  }

  private static func command(
    _ rest: inout ArraySlice<String>, _ commands: [Command]
  ) throws(Failure) -> Command {
    guard let name = rest.popFirst() else {
      throw .usage("no command given", command: nil)
    }
    if ["--help", "-h"].contains(name) { return Commands.help }
    if ["--version", "-V", "-v"].contains(name) { return Commands.version }
    if let command = commands.first(where: { $0.name == name }) { return command }
    guard name.hasPrefix("-") else { throw unknownCommand(name, commands.map(\.name)) }
    if let option = Options.common.first(where: { option in
      option.spellings.contains { $0 == name || name.hasPrefix("\($0)=") }
    }) {
      throw .usage(
        "--\(option.name) goes after the command: nixvirt COMMAND --\(option.name)", command: nil)
    }
    let hint =
      name.hasPrefix("--")
      ? hint(String(name.dropFirst(2)), ["help", "version"], prefix: "--") : ""
    throw .usage("unknown option '\(name)' before a command\(hint)", command: nil)
  }

  private static func unknownCommand(_ name: String, _ commands: [String]) -> Failure {
    let hint = OtherWords.hint(for: name) ?? hint(name, commands)
    return .usage("unknown command '\(name)'\(hint)", command: nil)
  }

  private static func option(
    _ argument: String, _ rest: inout ArraySlice<String>, _ command: Command
  ) throws(Failure) -> (OptionEntry, String) {
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
        "unknown option '\(isLong ? "--" : "-")\(name)' of \(command.name)\(hint)",
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
        "--\(option.name) must be one of \(choices.joined(separator: ", ")), not '\(value)'"
          + hint(value, choices), command: command.name)
    }
    return (option, value)
  }
}
