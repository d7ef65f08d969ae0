import Glibc

/// The process's surroundings, as far as they change what is printed.
struct Terminal {
  /// Whether standard error is a terminal.
  var messagesAreShown: Bool
  /// Whether standard output is a terminal.
  var outputIsShown: Bool
  /// The columns of a line.
  var columns: Int
  /// Whether a table has to fit into them: they are a terminal's, or were asked for.
  var columnsAreLimited: Bool
  /// Whether colored messages have links to files.
  var showsLinks: Bool
  /// Whether NO_COLOR is set and not empty (no-color.org).
  var refusesColor: Bool

  /// The surroundings of this process.
  static func current() -> Terminal {
    Terminal(
      messagesAreShown: isatty(STDERR_FILENO) == 1,
      outputIsShown: isatty(STDOUT_FILENO) == 1,
      columns: givenColumns ?? windowColumns ?? 100,
      columnsAreLimited: givenColumns != nil || isatty(STDOUT_FILENO) == 1,
      showsLinks: Hyperlink.areShown(variable, onTerminal: isatty(STDERR_FILENO) == 1),
      refusesColor: refusesColor(variable("NO_COLOR")))
  }

  /// Whether a value of NO_COLOR, nil if it is unset, turns colors off.
  static func refusesColor(_ value: String?) -> Bool { !(value ?? "").isEmpty }

  /// The words of the command line, without the program's name. One that is not valid UTF-8 is
  /// refused: made valid, it would be the name of another file.
  static func arguments() -> Result<[String], Failure> {
    var words: [String] = []
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let pointer = CommandLine.unsafeArgv[index] else { break }
      let bytes = UnsafeBufferPointer(start: pointer, count: strlen(pointer))
      guard let word = String(validating: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self) else {
        let shown = String(cString: pointer)
        return .failure(.usage("the argument '\(shown)' is not valid UTF-8", command: nil))
      }
      words.append(word)
    }
    return .success(words)
  }

  /// The style for `--color`.
  func style(_ when: ColorChoice) -> Style {
    let isColored =
      switch when {
      case .always: true
      case .never: false
      case .auto: messagesAreShown && outputIsShown && !refusesColor
      }
    return Style(isColored: isColored, showsLinks: isColored && showsLinks)
  }

  /// Prints an outcome and ends the process.
  static func exit(with outcome: Outcome) -> Never {
    Progress.end()
    var status = outcome.status.rawValue
    if let problem = write(outcome.messages, to: STDERR_FILENO), problem != EPIPE {
      status = Outcome.Status.inputOutput.rawValue
    }
    if let problem = writeOutput(of: outcome), problem != EPIPE {
      _ = write(
        "nixvirt: standard output: \(SystemError.reason(problem))\n", to: STDERR_FILENO)
      status = Outcome.Status.inputOutput.rawValue
    }
    Glibc.exit(status)
  }

  /// The error number if that fails.
  private static func writeOutput(of outcome: Outcome) -> Int32? {
    if let problem = write(outcome.output, to: STDOUT_FILENO) { return problem }
    // A write for each of many short texts takes time.
    var waiting = ""
    var number = 0
    while let text = outcome.parts?.text(number) {
      number += 1
      waiting += text
      guard waiting.utf8.count >= 1 << 20 else { continue }
      if let problem = write(waiting, to: STDOUT_FILENO) { return problem }
      waiting = ""
    }
    return write(waiting, to: STDOUT_FILENO)
  }

  /// Prints something at once: a program that runs now is about to use the terminal.
  static func report(_ text: String) {
    Progress.end()
    _ = write(text, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { Files.write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// COLUMNS, unless it is not a width.
  private static var givenColumns: Int? {
    variable("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }

  private static var windowColumns: Int? {
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      var size = winsize()
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        return Int(size.ws_col)
      }
    }
    return nil
  }
}
