import NixAST
import VirtModel

/// Prints diagnostics in the format that was asked for, and decides whether they fail the command.
struct Reporter {
  let format: ReportFormat
  let style: Style
  let columns: Int
  /// Whether warnings fail the command, as errors do.
  let deniesWarnings: Bool
  /// Whether people only want to see errors. Warnings that fail the command are as errors.
  private let hidesWarnings: Bool

  init(
    format: ReportFormat, style: Style, columns: Int, deniesWarnings: Bool = false,
    isQuiet: Bool = false
  ) {
    self.format = format
    self.style = style
    self.columns = columns
    self.deniesWarnings = deniesWarnings
    hidesWarnings = isQuiet && !deniesWarnings
  }

  init(_ session: Session) {
    self.init(
      format: session.invocation[Options.format] ?? .text, style: session.style,
      columns: session.terminal.columns, deniesWarnings: session.invocation[Options.denyWarnings],
      isQuiet: session.isQuiet)
  }

  /// Whether a report is what a program reads from standard output.
  var isResult: Bool { format != .text }

  // MARK: - Printing

  func text(_ diagnostics: [Diagnostic], _ source: SourceText) -> String {
    text([(diagnostics, source)])
  }

  /// The diagnostics of several files.
  func text(_ files: [([Diagnostic], SourceText)]) -> String {
    switch format {
    case .text:
      files.map { diagnostics, source in
        let shown = hidesWarnings ? diagnostics.filter { $0.severity == .error } : diagnostics
        return TextReport(source: source, style: style, columns: columns).text(shown)
      }.joined()
    case .github:
      files.map { diagnostics, source in
        diagnostics.map { GitHubReport.line($0, source) }.joined()
      }.joined()
    case .json: JSONReport.text(files)
    case .sarif: SARIFReport.text(files)
    }
  }

  /// An outcome with a report in its place: the result, or a message.
  func outcome(_ status: Outcome.Status, _ report: String) -> Outcome {
    Outcome(status: status, output: isResult ? report : "", messages: isResult ? "" : report)
  }

  // MARK: - Failing

  /// Whether diagnostics without an error fail the command.
  func denies(_ diagnostics: [Diagnostic]) -> Bool {
    deniesWarnings && diagnostics.contains { $0.severity == .warning }
  }

  /// The value, and what is printed about it.
  ///
  /// - Parameter hint: what follows the report of an invalid text, for people.
  func accept<Value>(
    _ result: consuming Checked<Value>, _ source: SourceText, hint: @autoclosure () -> String = ""
  ) throws(Failure) -> (value: Value, report: String) {
    let diagnostics = result.diagnostics
    let report = text(diagnostics, source)
    guard let value = (consume result).value else {
      throw .invalid(outcome(.invalid, report + (isResult ? "" : hint())))
    }
    if denies(diagnostics) {
      throw .invalid(outcome(.invalid, report + (isResult ? "" : Self.denial)))
    }
    return (value, report)
  }

  /// Why a command fails that found no error.
  static let denial = "nixvirt: the warnings fail this command (--deny-warnings)\n"
}
