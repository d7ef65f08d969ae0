import NixAST
import VirtModel

/// A description that was read, and what comes of it.
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

  /// `virtual.nix` in the description's folder.
  var defaultModule: String {
    guard let path, let slash = path.lastIndex(of: "/") else { return "virtual.nix" }
    return String(path[...slash]) + "virtual.nix"
  }

  /// The module, with what is to be said about the description; invalid ones are thrown.
  func module(
    beside output: String?, _ session: Session
  ) throws(Failure) -> (text: String, warnings: String) {
    let result = try generate(beside: output)
    let report = FindingsFormat.text(session.style, columns: session.terminal.columns)
      .report(result.diagnostics, source)
    guard let text = result.value else { throw .invalid(report: report + moduleHint) }
    return (text, report)
  }

  /// The host that is described, with what is to be said about it; invalid ones are thrown.
  func overview(_ session: Session) throws(Failure) -> (value: Overview, warnings: String) {
    let result = Overview.reading(source, format: format)
    let report = FindingsFormat.text(session.style, columns: session.terminal.columns)
      .report(result.diagnostics, source)
    guard let value = result.value else { throw .invalid(report: report + moduleHint) }
    return (value, report)
  }

  /// The way out for somebody who gave a module for a description.
  private var moduleHint: String {
    guard format == .nix, case .lambda? = NixFile.parse(source).value?.expr else { return "" }
    return "\nA function is a module, most likely. To make a description of its guests:"
      + " nixvirt import \(argument)\n"
  }

  /// What the module changes where another one is; nil is none.
  func changes(of present: [UInt8]?, at path: String, _ session: Session) throws(Failure) -> String
  {
    let old = SourceText(name: path, bytes: present ?? [])
    let file = NixFile.parse(old)
    let host = Host.reading(source, format: format).value
    let module = present == nil ? nil : file.value
    guard present == nil || file.value != nil,
      let changes = host?.changes(from: module, context: try context(beside: path))
    else {
      throw .inputOutput(
        "\(path) is not a module of nixvirt: leave --semantic out to compare the texts")
    }
    return ChangesReport.text(changes, session.style)
  }

  /// The module as it would be written to a file; nil is the default one.
  func generate(beside output: String?) throws(Failure) -> Parsed<String> {
    generateModule(source, format: format, context: try context(beside: output))
  }

  private func context(beside output: String?) throws(Failure) -> ModuleContext {
    let folder = Files.folder(of: path ?? "./stdin")
    let moduleFolder = Files.folder(of: output ?? defaultModule)
    let relative = try Files.relativePath(of: folder, from: moduleFolder)
    let name = path.map { path in
      let file = String(
        path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
      return relative == "." ? file : "\(relative)/\(file)"
    }
    return ModuleContext(descriptionName: name, descriptionFolder: relative)
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
