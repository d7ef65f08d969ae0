import NixAST
import VirtModel

extension Commands {
  private static let json = Operand<String>(
    "FILE", values: .files(["json"]),
    help: "The JSON text. Default: - which is the standard input.")

  static let json2nix = Command(
    name: "json2nix",
    summary: "Print JSON as a Nix expression, formatted.",
    details: [
      "The value is the one that Nix's `builtins.fromJSON` has for the text; keys keep their order. A key"
        + " that is given twice is an error, and so is a number that Nix cannot write."
    ],
    operands: [json.entry]
  ) { session throws(Failure) in
    let path = session.invocation[json] ?? "-"
    let bytes = try path == "-" ? Files.readStandardInput().bytes : Files.read(path).bytes
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let (text, report) = try Reporter(session).accept(JSONConversion.nix(of: source), source)
    return Outcome(output: text, messages: report)
  }
}
