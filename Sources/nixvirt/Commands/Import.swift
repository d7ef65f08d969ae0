import NixAST
import VirtModel

extension Commands {
  static let importModule = Command(
    name: "import",
    summary: "Read the guests out of a hand-written module, and print a description.",
    details: [
      "The module has a set of guests with memory, diskSize, netDevice or vncDisplay, bound by a let"
        + " or as an option; the bridge with its network card and the public keys are found as well."
        + " Everything else is named in a warning: nothing is left out in silence.",
      "What the description still lacks to be valid is told as well. nixvirt's own modules are read"
        + " back in the same way.",
    ],
    operands: [
      Command.Operand(
        name: "MODULE", help: "The module. - is the standard input.", values: .files(["nix"]),
        isRequired: true)
    ]
  ) { session throws(Failure) in
    let path = session.invocation.operand(0) ?? "-"
    let bytes = path == "-" ? try Files.readStandardInput() : try Files.read(path)
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let format = FindingsFormat.text(session.style, columns: session.terminal.columns)
    let result = VirtModel.importModule(source)
    guard let text = result.value else {
      throw .invalid(report: format.report(result.diagnostics, source))
    }
    let description = SourceText(name: "the description", text: text)
    let problems = Pipeline.overview(of: description, format: .nix).diagnostics
    var report = format.report(result.diagnostics, source)
    if !problems.isEmpty {
      report += "\nBefore nixvirt takes the description, this is to be put right:\n\n"
      report += format.report(problems, description)
    }
    return Outcome(output: text, messages: report)
  }
}
