import NixAST
import VirtModel

extension Commands {
  private static let module = Operand<String>(
    "MODULE", values: .files(["nix"]), isRequired: true,
    help: "The module. - is the standard input.")

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
    operands: [module.entry],
    options: [Options.denyWarnings.entry]
  ) { session throws(Failure) in
    let path = session.invocation[module] ?? "-"
    let bytes = try path == "-" ? Files.readStandardInput().bytes : Files.read(path).bytes
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let reporter = Reporter(session)
    let result = VirtModel.importModule(source)
    guard let text = result.value else {
      throw .invalid(reporter.outcome(.invalid, reporter.text(result.diagnostics, source)))
    }
    let description = SourceText(name: "the description", text: text)
    let problems = Pipeline.overview(of: description, format: .nix).diagnostics
      .filter { $0.severity == .error }
    var report = reporter.text(result.diagnostics, source)
    if !problems.isEmpty {
      report += "\nBefore nixvirt takes the description, this is to be put right:\n\n"
      report += reporter.text(problems, description)
    }
    let isDenied = reporter.denies(result.diagnostics + problems)
    return Outcome(
      status: isDenied ? .invalid : .done, output: text,
      messages: report + (isDenied ? Reporter.denial : ""))
  }
}
