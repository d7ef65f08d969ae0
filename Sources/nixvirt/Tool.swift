/// How a run ends: everything that is printed, and the exit status.
struct Outcome: Equatable {
  /// What the process returns, see `docs/commands.md`.
  enum Status: Int32, CaseIterable {
    case done = 0
    case differs = 1
    case usage = 2
    case invalid = 3
    case inputOutput = 4

    /// What it tells, for the references.
    var meaning: String {
      switch self {
      case .done: "done"
      case .differs: "a module differs"
      case .usage: "wrong usage"
      case .invalid: "invalid description"
      case .inputOutput: "a file could not be read or written"
      }
    }
  }

  var status = Status.done
  /// The result, for the standard output.
  var output = ""
  /// Everything else, for the standard error.
  var messages = ""
}

/// Why a command did not do what it was asked to.
enum Failure: Error {
  /// It was asked wrongly.
  case usage(String, command: String?)
  /// A file could not be read or written.
  case inputOutput(String)
  /// The description is invalid: the findings, ready to be printed.
  case invalid(report: String)
  /// A report on the standard output is the result, and the description is invalid.
  case invalidWithOutput(String)
}

/// The program, but for the process around it.
struct Tool {
  static let version = "0.1.0"

  let terminal: Terminal

  func run(_ arguments: [String]) -> Outcome {
    do throws(Failure) {
      let invocation = try Invocation(arguments, of: Commands.all)
      return try invocation.command.run(Session(invocation, terminal))
    } catch {
      return outcome(of: error)
    }
  }

  private func outcome(of failure: Failure) -> Outcome {
    switch failure {
    case .usage(let message, let command):
      let help = command.map { "nixvirt help \($0)" } ?? "nixvirt help"
      return Outcome(
        status: .usage, messages: "nixvirt: \(message)\nTry '\(help)' for what can be given.\n")
    case .inputOutput(let message):
      return Outcome(status: .inputOutput, messages: "nixvirt: \(message)\n")
    case .invalid(let report): return Outcome(status: .invalid, messages: report)
    case .invalidWithOutput(let report): return Outcome(status: .invalid, output: report)
    }
  }
}

/// What a command works with: what it was given, and the terminal that it is run in.
struct Session {
  let invocation: Invocation
  let terminal: Terminal
  let style: Style

  /// The columns that tables have to fit into, if there is a limit.
  var limit: Int? { terminal.columnsAreLimited ? terminal.columns : nil }

  init(_ invocation: Invocation, _ terminal: Terminal) throws(Failure) {
    self.invocation = invocation
    self.terminal = terminal
    style = terminal.style(invocation.value(of: Options.color) ?? "auto")
  }
}
