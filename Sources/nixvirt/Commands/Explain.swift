import VirtModel

extension Commands {
  /// Everything that a diagnostic's id can be, with its meaning.
  private static let meanings: [(id: String, text: String)] =
    (DiagnosticID.allCases.map { ($0.rawValue, "\($0.cause) \($0.cure)") }
    + ModuleState.allCases.map { ($0.rawValue, $0.meaning) }).sorted { $0.0 < $1.0 }

  private static let id = Operand<String>(
    "ID", values: .words(meanings.map(\.id)), isRequired: true,
    help: "The id in brackets at the end of a message, such as unknown-key.")

  static let explain = Command(
    name: "explain",
    summary: "Explain an error or a warning: its cause, and what to do.",
    group: .help,
    details: ["docs/diagnostics.md has an example for each id."],
    operands: [id.entry],
    examples: [
      .init(
        "Explain the id at the end of a message", "nixvirt explain unknown-key")
    ]
  ) { session throws(Failure) in
    // Another id was refused already.
    let meaning = meanings.first { $0.id == session.invocation[id] }
    let help = Help(columns: session.terminal.columns)
    return Outcome(output: meaning.map { "\($0.id)\n\n" + help.paragraph($0.text) } ?? "")
  }
}
