import NixAST
import VirtModel

/// A file with a description, read.
struct DescriptionFile {
  /// The file; nil for standard input.
  let path: String?
  let source: SourceText
  /// Which file it is; nil for a pipe or a terminal.
  let identity: FileIdentity?
  private let format: DescriptionFormat

  /// Reads the description that a command was given.
  init(_ session: Session) throws(Failure) {
    try self.init(session.invocation[Operands.description], session)
  }

  /// Reads a description: a file, or `-` for standard input.
  init(_ argument: String?, _ session: Session) throws(Failure) {
    let name = argument ?? "guests.nix"
    if name == "-" {
      path = nil
      let content = try Files.readStandardInput()
      source = SourceText(name: "<stdin>", bytes: content.bytes)
      identity = content.identity
      format = Self.looksLikeJSON(source.bytes) ? .json : .nix
    } else {
      let content: Files.Content
      if argument == nil {
        // Somebody's first command, often.
        guard let present = try Files.readIfPresent(name) else {
          throw .inputOutput("\(name) does not exist: give another file, or run: nixvirt init")
        }
        content = present
      } else {
        content = try Files.read(name)
      }
      path = name
      source = SourceText(name: name, bytes: content.bytes)
      identity = content.identity
      format = name.hasSuffix(".json") ? .json : .nix
    }
  }

  /// Its argument on the command line.
  var argument: String { path ?? "-" }

  /// Its name without the directory; nil for standard input.
  var fileName: String? { path.map(Paths.name(of:)) }

  /// Where the guests of a fleet are that leave their host out: `guests.placement.nix` beside
  /// `guests.nix`; nil for standard input.
  var assignmentPath: String? {
    path.map { path in
      let ending = [".nix", ".json"].first { path.hasSuffix($0) } ?? ""
      return String(path.dropLast(ending.count)) + ".placement.nix"
    }
  }

  /// The files that a command that reads the description may replace: modules of nixvirt.
  func rules(for session: Session) -> ReplacementRules {
    var rules = ReplacementRules(mark: ModuleState.mark, force: session.invocation[Options.force])
    rules.protect(identity, as: source.name)
    if let path = assignmentPath { rules.protect(FileIdentity(path: path), as: path) }
    return rules
  }

  // MARK: - Reading

  /// The names that are in it, also if it has errors.
  var names: DescribedNames { Pipeline.names(in: source, format: format) }

  /// The subject, with its diagnostics printed; invalid ones are thrown.
  func described(
    _ session: Session, denyingWarnings: Bool = true
  ) throws(Failure) -> (value: Subject, warnings: String) {
    let reporter = Reporter(
      format: .text, style: session.style, columns: session.terminal.columns,
      deniesWarnings: denyingWarnings && session.invocation[Options.denyWarnings],
      isQuiet: session.isQuiet)
    let (value, report) = try reporter.accept(try parsed(reporter), source, hint: moduleHint)
    return (value, detail(session) + report)
  }

  /// The subject, or all errors.
  ///
  /// - Parameter reporter: prints diagnostics of the file of assignments, which are thrown.
  func parsed(_ reporter: Reporter) throws(Failure) -> Checked<Subject> {
    withFormatHint(
      Pipeline.subject(
        of: source, format: format, assignment: try assignment(reporter), kind: kind,
        read: content))
  }

  /// A fleet of which every guest has a host, or everything that is wrong.
  ///
  /// - Parameter limit: how many guests may move to make the placement better.
  func placed(
    _ reporter: Reporter, rebalancing limit: Int? = nil
  ) throws(Failure) -> Checked<FleetPlacement> {
    var assignment = try assignment(reporter)
    let missing = names.guests.filter { assignment.hosts[$0] == nil }
    for (guest, host) in try ModulePlaces(self).hosts(of: missing) {
      assignment.hosts[guest] = host
    }
    return withFormatHint(
      Pipeline.placement(
        of: source, format: format, assignment: assignment, rebalancing: limit,
        kind: kind, read: content))
  }

  /// Where the guests are that leave their host out, as the file beside the description has it.
  func assignment(_ reporter: Reporter) throws(Failure) -> Assignment {
    guard let path = assignmentPath, let content = try Files.readIfPresent(path) else {
      return Assignment()
    }
    let source = SourceText(name: path, bytes: content.bytes)
    return try reporter.accept(Pipeline.assignment(of: source), source).value
  }

  /// The kind of a file that the description names. A relative path starts at the directory of the
  /// description, through links as Nix follows them.
  private func kind(_ file: SourcePath) -> SourceKind {
    path(of: file).map(Files.kind) ?? .unknown
  }

  /// The content of a file that the description names; nil if it cannot be read.
  private func content(_ file: SourcePath) -> [UInt8]? {
    guard let path = path(of: file), Files.isRegular(path) else { return nil }
    return try? Files.read(path).bytes
  }

  private func path(of file: SourcePath) -> String? {
    guard let path = file.nixPath else { return nil }
    let folder = Paths.folder(of: self.path ?? "./stdin")
    return path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  /// Which files were read, for people who look for a cause.
  func detail(_ session: Session) -> String {
    let placement = assignmentPath.flatMap { Files.isMissing($0) ? nil : " and \($0)" } ?? ""
    return session.detail("read \(source.name)\(placement)")
  }

  /// Where a file is that the description names.
  func absolutePath(of file: SourcePath) throws(Failure) -> String {
    guard let path = file.filePath else {
      throw .inputOutput("Nix fetches this file: download it, and name it with --image=FILE")
    }
    if path.hasPrefix("/") { return path }
    return try Paths.absolute("\(Paths.folder(of: self.path ?? "./stdin"))/\(path)")
  }

  // MARK: - Hints

  /// For a text in the other language than its name says, the one thing that is wrong.
  private func withFormatHint<Value>(_ result: consuming Checked<Value>) -> Checked<Value> {
    guard result.value == nil, let path, var first = result.diagnostics.first else { return result }
    switch format {
    case .nix where Self.looksLikeJSON(source.bytes):
      let stem = path.hasSuffix(".nix") ? String(path.dropLast(4)) : path
      first.suggestion = "this is JSON: rename the file to \(stem).json"
    case .json where NixFile.parse(source).value != nil && !Self.looksLikeJSON(source.bytes):
      first.suggestion = "this is Nix: rename the file to \(path.dropLast(5)).nix"
    default:
      // The example of the library, with the file that the user has.
      let diagnostics = result.diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        if diagnostic.id == "needs-evaluation" {
          diagnostic.suggestion = diagnostic.suggestion?
            .replacing(" guests.nix ", with: " \(ShellWord.quoted(path)) ")
        }
        return diagnostic
      }
      return Checked(value: nil, diagnostics: diagnostics)
    }
    first.notes = []
    return Checked(value: nil, diagnostics: [first])
  }

  /// The way out for somebody who gave a module for a description.
  private var moduleHint: String {
    guard format == .nix, case .lambda? = NixFile.parse(source).value?.expr else { return "" }
    return "\nA function is probably a module. To convert its guests to a description: nixvirt"
      + " import \(DisplayText.clean(ShellWord.quoted(argument)))\n"
  }

  /// Whether a text starts like a JSON object: `{ "key" :`.
  private static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    func skipSpace() { rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }
    skipSpace()
    guard rest.popFirst() == UInt8(ascii: "{") else { return false }
    skipSpace()
    guard rest.popFirst() == UInt8(ascii: "\"") else { return false }
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") { rest = rest.dropFirst() }
    }
    skipSpace()
    return rest.first == UInt8(ascii: ":")
  }
}
