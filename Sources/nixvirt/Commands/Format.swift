import NixAST
import VirtModel

extension Commands {
  private static let files = Operand<String>(
    "FILE", values: .files(["nix"]), isRequired: true, isRepeated: true,
    help: "A file, or a directory: all .nix files in it except hidden ones and symbolic links."
      + " Use - to format standard input to standard output.")
  private static let checkOnly = Flag(
    "check", help: "Only print the names of files that are not formatted.")

  static let formatFiles = Command(
    name: "fmt",
    summary: "Format Nix files like nixfmt.",
    group: .files,
    details: [
      "The output is byte for byte that of nixfmt 1.4. Code between `/*nixfmt:disable*/` and"
        + " `/*nixfmt:enable*/` is not changed.",
      "A file is replaced atomically, and only if its layout changes. A file that is not valid"
        + " Nix is never written: fmt prints its errors, formats the other files, and exits"
        + " with 3. With --check, fmt exits with 1 if a file is not formatted.",
    ],
    operands: [files.entry],
    options: [checkOnly.entry],
    examples: [
      .init("Format all Nix files in a directory", "nixvirt fmt ."),
      .init(
        "Check the layout in continuous integration", "nixvirt fmt --check ."),
    ]
  ) { session throws(Failure) in
    var run = FormatRun(session, isCheck: session.invocation[checkOnly])
    for argument in session.invocation.all(files) { run.format(argument) }
    return run.outcome
  }
}

/// One run of the formatter over any number of files. What is wrong with one keeps none of the others
/// from being formatted.
private struct FormatRun {
  private let session: Session
  private let reporter: Reporter
  private let isCheck: Bool
  private(set) var outcome = Outcome()

  init(_ session: Session, isCheck: Bool) {
    self.session = session
    reporter = Reporter(session)
    self.isCheck = isCheck
  }

  mutating func format(_ argument: String) {
    do throws(Failure) {
      if argument == "-" { return try formatStandardInput() }
      for path in try NixFiles.named(by: argument) { formatFile(path) }
    } catch { fail(error) }
  }

  private mutating func formatStandardInput() throws(Failure) {
    let source = SourceText(name: "<stdin>", bytes: try Files.readStandardInput().bytes)
    guard let text = formatted(source) else { return }
    if isCheck {
      if Array(text.utf8) != source.bytes { differs(source.name) }
    } else {
      outcome.output += text
    }
  }

  private mutating func formatFile(_ path: String) {
    do throws(Failure) {
      let source = SourceText(name: path, bytes: try Files.read(path).bytes)
      guard let text = formatted(source) else { return }
      let bytes = Array(text.utf8)
      if bytes == source.bytes { return }
      if isCheck { return differs(path) }
      let results = try FileReplacements.replace(path, with: bytes, ReplacementRules(advice: ""))
      outcome.messages += results.lines.map(session.detail).joined()
    } catch { fail(error) }
  }

  /// The text in the formatter's layout; nil, with a report, for a text that is not valid Nix.
  private mutating func formatted(_ source: SourceText) -> String? {
    let tree = SyntaxTree(parsing: source)
    guard tree.diagnostics.allSatisfy({ $0.severity != .error }), let text = tree.formatted() else {
      outcome.messages += reporter.text(tree.diagnostics, source)
      raise(to: .invalid)
      return nil
    }
    return text
  }

  private mutating func differs(_ name: String) {
    outcome.output += DisplayText.clean(name) + "\n"
    raise(to: .differs)
  }

  private mutating func fail(_ failure: Failure) {
    guard case .files(let messages) = failure else { return }
    outcome.messages += messages.map { "nixvirt: \(DisplayText.clean($0))\n" }.joined()
    raise(to: .inputOutput)
  }

  /// The status of a run is that of the worst file.
  private mutating func raise(to status: Outcome.Status) {
    if status.rawValue > outcome.status.rawValue { outcome.status = status }
  }
}
