import NixAST
import VirtModel

extension Commands {
  private static let json = Operand<String>(
    "FILE", values: .files(["json"]),
    help: "The JSON text. Default: - for standard input.")

  static let json2nix = Command(
    name: "json2nix",
    summary: "Convert JSON to a formatted Nix expression.",
    group: .files,
    details: [
      "The result has the same value as `builtins.fromJSON`, with the keys in their order."
        + " Errors, unlike in Nix: duplicate keys, integers of more than 64 bits, numbers that"
        + " Nix cannot write, a byte order mark, and more than 200 levels of nesting."
    ],
    operands: [json.entry],
    examples: [
      .init("Convert a file", "nixvirt json2nix guests.json > guests.nix")
    ]
  ) { session throws(Failure) in
    let path = session.invocation[json] ?? "-"
    let bytes = try path == "-" ? Files.readStandardInput().bytes : Files.read(path).bytes
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let (text, report) = try Reporter(session).accept(JSONConversion.nix(of: source), source)
    return Outcome(output: text, messages: session.detail("read \(source.name)") + report)
  }
}
