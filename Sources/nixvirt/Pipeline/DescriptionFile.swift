import NixAST
import VirtModel

/// A file with a description, read.
struct DescriptionFile {
  /// The file; nil for the standard input.
  let path: String?
  let source: SourceText
  private let format: DescriptionFormat

  /// Reads a description: a file, or `-` for the standard input.
  init(_ argument: String?) throws(Failure) {
    let name = argument ?? "guests.nix"
    if name == "-" {
      path = nil
      source = SourceText(name: "<stdin>", bytes: try Files.readStandardInput())
      format = Self.looksLikeJSON(source.bytes) ? .json : .nix
    } else {
      // Somebody's first command, often.
      if argument == nil, try Files.readIfPresent(name) == nil {
        throw .inputOutput("there is no \(name) here: name another file, or run: nixvirt init")
      }
      path = name
      source = SourceText(name: name, bytes: try Files.read(name))
      format = name.hasSuffix(".json") ? .json : .nix
    }
  }

  /// What was given for it on the command line.
  var argument: String { path ?? "-" }

  /// Its name without the folder; nil for the standard input.
  var fileName: String? { path.map(Files.name(of:)) }

  /// Where the guests of a fleet are that leave their host out: `guests.placement.nix` beside
  /// `guests.nix`; nil for the standard input.
  var assignmentPath: String? {
    path.map { path in
      let ending = [".nix", ".json"].first { path.hasSuffix($0) } ?? ""
      return String(path.dropLast(ending.count)) + ".placement.nix"
    }
  }

  // MARK: - Reading

  /// What is described, with what is to be said about it; invalid ones are thrown.
  func described(_ session: Session) throws(Failure) -> (value: Subject, warnings: String) {
    let format = FindingsFormat.text(session.style, columns: session.terminal.columns)
    let result = try described(format)
    let report = format.report(result.diagnostics, source)
    guard let value = result.value else { throw .invalid(report: report + moduleHint) }
    return (value, report)
  }

  /// What is described, or everything that is wrong with it.
  ///
  /// - Parameter format: how findings in the file of assignments are printed, which are thrown.
  func described(_ format: FindingsFormat) throws(Failure) -> Checked<Subject> {
    Pipeline.subject(of: source, format: self.format, assignment: try assignment(format))
  }

  /// A fleet of which every guest has a host, or everything that is wrong.
  func placed(_ format: FindingsFormat) throws(Failure) -> Checked<FleetPlacement> {
    Pipeline.placement(of: source, format: self.format, assignment: try assignment(format))
  }

  /// Where the guests are that leave their host out, as the file beside the description has it.
  func assignment(_ format: FindingsFormat) throws(Failure) -> Assignment {
    guard let path = assignmentPath, let bytes = try Files.readIfPresent(path) else {
      return Assignment()
    }
    let source = SourceText(name: path, bytes: bytes)
    let result = Pipeline.assignment(of: source)
    guard let value = result.value else {
      let report = format.report(result.diagnostics, source)
      throw format.isResult ? .invalidWithOutput(report) : .invalid(report: report)
    }
    return value
  }

  /// The way out for somebody who gave a module for a description.
  private var moduleHint: String {
    guard format == .nix, case .lambda? = NixFile.parse(source).value?.expr else { return "" }
    return "\nA function is a module, most likely. To make a description of its guests:"
      + " nixvirt import \(argument)\n"
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
