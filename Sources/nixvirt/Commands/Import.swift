import NixAST
import VirtModel

extension Commands {
  private static let module = Operand<String>(
    "MODULE", values: .files(["nix"]), isRequired: true,
    help: "The module. Use - for standard input.")

  static let importModule = Command(
    name: "import",
    summary: "Convert a hand-written module to a description.",
    group: .start,
    details: [
      "The module must contain a set of guests with memory, diskSize, netDevice or vncDisplay,"
        + " bound by let or as an option. import also finds the bridge with its network card,"
        + " and public keys. A warning names everything that a description cannot express.",
      "Errors that remain in the description are reported too. import also reads modules that"
        + " nixvirt generated.",
    ],
    operands: [module.entry],
    options: [Options.denyWarnings.entry],
    examples: [
      .init(
        "Turn a hand-written module into a description",
        "nixvirt import virtual-old.nix > guests.nix"),
      .init(
        "Only show the parts that cannot be converted", "nixvirt import virtual-old.nix > /dev/null"
      ),
    ]
  ) { session throws(Failure) in
    let path = session.invocation[module] ?? "-"
    let bytes = try path == "-" ? Files.readStandardInput().bytes : Files.read(path).bytes
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let reporter = Reporter(session)
    let result = VirtModel.importModule(source)
    var report = session.detail("read \(source.name)") + reporter.text(result.diagnostics, source)
    guard let text = result.value else {
      throw .invalid(reporter.outcome(.invalid, report))
    }
    let description = SourceText(name: "the description", text: text)
    let problems = Pipeline.overview(of: description, format: .nix).diagnostics
      .filter { $0.severity == .error }
    if !problems.isEmpty {
      report += "\nCorrect these errors in the description before you use it:\n\n"
      report += reporter.text(problems, description)
    }
    let isDenied = reporter.denies(result.diagnostics + problems)
    return Outcome(
      status: isDenied ? .invalid : .done, output: text,
      messages: report + (isDenied ? Reporter.denial : ""))
  }
}
