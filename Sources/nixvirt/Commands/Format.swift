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
      "A file is replaced atomically, and only if its layout changes. It keeps its owner, mode"
        + " and access control list, but other hard links keep the old text. A file that is not"
        + " valid Nix is never written: fmt prints its errors, formats the other files, and exits"
        + " with 3. If a file cannot be read or written, or another program changes it meanwhile,"
        + " fmt formats the other files and exits with 4. With --check, fmt exits with 1 if a file"
        + " is not formatted.",
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
    run.formatPending()
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
  /// Files that are still to be formatted, many at once.
  private var pending: [String] = []

  /// As many files are read before the first of them is written.
  private static let batch = 1024

  init(_ session: Session, isCheck: Bool) {
    self.session = session
    reporter = Reporter(session)
    self.isCheck = isCheck
  }

  mutating func format(_ argument: String) {
    if argument == "-" {
      formatPending()
      do throws(Failure) { try formatStandardInput() } catch { fail(error) }
      return
    }
    let files = NixFiles(namedBy: argument)
    for path in files.paths {
      pending.append(path)
      if pending.count == Self.batch { formatPending() }
    }
    if files.failures.isEmpty { return }
    formatPending()
    for failure in files.failures { fail(failure) }
  }

  /// Formats the files that are pending, and reports in their order.
  mutating func formatPending() {
    let paths = pending
    pending = []
    let isCheck = isCheck
    let results = Workers.map(paths) { FormattedFile(reading: $0, isCheck: isCheck) }
    for (path, result) in zip(paths, results) {
      if !result.isFailure { outcome.messages += session.detail("read \(path)") }
      switch result {
      case .unchanged: break
      case .changed(let old, let bytes): write(bytes, to: path, replacing: old)
      case .invalid(let tree, let source): report(tree.diagnostics, source)
      case .failed(let failure): fail(failure)
      }
    }
  }

  private mutating func formatStandardInput() throws(Failure) {
    let source = SourceText(name: "<stdin>", bytes: try Files.readStandardInput().bytes)
    outcome.messages += session.detail("read \(source.name)")
    switch FormattedFile(source) {
    case .unchanged:
      if !isCheck { outcome.output += source.text(in: SourceRange(0..<source.bytes.count)) }
    case .changed(_, let bytes):
      if isCheck {
        differs(source.name)
      } else {
        outcome.output += String(decoding: bytes, as: UTF8.self)
      }
    case .invalid(let tree, _): report(tree.diagnostics, source)
    case .failed(let failure): fail(failure)
    }
  }

  private mutating func write(_ bytes: [UInt8], to path: String, replacing old: [UInt8]) {
    if isCheck { return differs(path) }
    do throws(Failure) {
      let rules = ReplacementRules(expected: old, advice: "")
      let results = try FileReplacements.replace(path, with: bytes, rules)
      outcome.messages += results.lines.map(session.detail).joined()
    } catch { fail(error) }
  }

  private mutating func report(_ diagnostics: [Diagnostic], _ source: SourceText) {
    outcome.messages += reporter.text(diagnostics, source)
    raise(to: .invalid)
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

/// The result of formatting a file.
private enum FormattedFile {
  case unchanged
  /// The bytes that were read, and those in the formatter's layout.
  case changed([UInt8], [UInt8])
  /// The text is not valid Nix.
  case invalid(SyntaxTree, SourceText)
  case failed(Failure)

  /// Whether the file could not be read.
  var isFailure: Bool {
    if case .failed = self { true } else { false }
  }

  init(reading path: String, isCheck: Bool) {
    do throws(Failure) {
      // Nobody would read the new text out of a pipe, and the old one is gone.
      if !isCheck, !Files.isRegular(path), !Files.isMissing(path) {
        throw .inputOutput("\(path) is not a regular file; use - to format standard input")
      }
      self.init(SourceText(name: path, bytes: try Files.read(path).bytes))
    } catch { self = .failed(error) }
  }

  init(_ source: SourceText) {
    let tree = SyntaxTree(parsing: source)
    guard tree.diagnostics.allSatisfy({ $0.severity != .error }), let text = tree.formatted() else {
      self = .invalid(tree, source)
      return
    }
    let bytes = Array(text.utf8)
    self = bytes == source.bytes ? .unchanged : .changed(source.bytes, bytes)
  }
}
