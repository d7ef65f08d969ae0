/// How a run ends: everything that is printed, and the exit status.
struct Outcome {
  /// The exit status of the process, see `docs/commands.md`.
  enum Status: Int32, CaseIterable {
    case done = 0
    case differs = 1
    case usage = 2
    case invalid = 3
    case inputOutput = 4

    /// Its meaning, for the references.
    var meaning: String {
      switch self {
      case .done: "done"
      case .differs: "the module is out of date, a file is not formatted, or the answer is no"
      case .usage: "usage error"
      case .invalid: "invalid input"
      case .inputOutput: "a file could not be read or written"
      }
    }
  }

  var status = Status.done
  /// The result, for standard output.
  var output = ""
  /// More of the result, which is made while it is printed: it may be larger than the memory.
  var parts: Parts?
  /// Everything else, for standard error.
  var messages = ""
}

/// Texts that are made one after the other.
struct Parts: Sendable {
  /// The text of a number, from 0; nil after the last one.
  let text: @Sendable (Int) -> String?
}

/// Why a command did not do what it was asked to. The messages may hold any text that a user gave:
/// they are made harmless where they are printed.
enum Failure: Error {
  /// It was asked wrongly.
  case usage(String, command: String?)
  /// Files could not be read or written: a message for each.
  case files([String])
  /// The description is invalid: what is printed about it.
  case invalid(Outcome)

  /// A file could not be read or written.
  static func inputOutput(_ message: String) -> Failure { .files([message]) }

  /// The same failure with more to say about files.
  func adding(_ messages: [String]) -> Failure {
    switch self {
    case .files(let first): .files(first + messages)
    // These come before any file is written.
    case .usage, .invalid: self
    }
  }
}

/// The program, but for the process around it.
struct Tool {
  static let version = "0.1.0"

  let terminal: Terminal

  func run(_ arguments: Result<[String], Failure>) -> Outcome {
    do throws(Failure) {
      let invocation = try Invocation(try arguments.get(), of: Commands.all)
      return try invocation.command.run(Session(invocation, terminal))
    } catch {
      return outcome(of: error)
    }
  }

  private func outcome(of failure: Failure) -> Outcome {
    switch failure {
    case .usage(let message, let command):
      let help = command.map { "nixvirt help \($0)" } ?? "nixvirt help"
      let text = DisplayText.message(message)
      return Outcome(
        status: .usage, messages: "nixvirt: \(text)\nTry '\(help)' for usage.\n")
    case .files(let messages):
      let lines = messages.map { "nixvirt: \(DisplayText.clean($0))\n" }
      return Outcome(status: .inputOutput, messages: lines.joined())
    case .invalid(let outcome): return outcome
    }
  }
}

/// The surroundings of a command: its arguments, and the terminal that it is run in.
struct Session {
  let invocation: Invocation
  let terminal: Terminal
  let style: Style

  /// Whether only errors are printed.
  var isQuiet: Bool { invocation[Options.quiet] }

  /// A message that is not an error, as it is printed: empty with `--quiet`.
  func notice(_ text: String) -> String {
    isQuiet ? "" : "nixvirt: \(DisplayText.clean(text))\n"
  }

  /// A message for people who look for the cause of something.
  func detail(_ text: String) -> String {
    invocation[Options.verbose] && !isQuiet ? "nixvirt: \(DisplayText.clean(text))\n" : ""
  }

  /// The columns that tables have to fit into, if there is a limit.
  var limit: Int? { terminal.columnsAreLimited ? terminal.columns : nil }

  init(_ invocation: Invocation, _ terminal: Terminal) {
    self.invocation = invocation
    self.terminal = terminal
    style = terminal.style(invocation[Options.color] ?? .auto)
    if isQuiet { Progress.end() }
  }
}
