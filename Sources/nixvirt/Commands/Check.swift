import NixAST

extension Commands {
  static let check = Command(
    name: "check",
    summary: "Check a description, and that its module is up to date.",
    details: [
      "For continuous integration: says nothing and exits with 0 if all is well. Exits with 3 if the"
        + " description is invalid, with 1 if the module is not what the description makes. Then it"
        + " says whether the module is stale or was edited by hand, as far as that can be told."
    ],
    operands: [descriptionOperand, moduleOperand],
    options: [Options.format, Options.host]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    let format = FindingsFormat(session)
    let result = try description.described(format)
    guard let described = result.value else {
      let report = format.report(result.diagnostics, description.source)
      throw format.isResult ? .invalidWithOutput(report) : .invalid(report: report)
    }
    let files = try ModuleFiles(
      described, of: description, at: session.invocation.operand(1),
      host: session.invocation.value(of: Options.host))
    var findings: [ModuleFinding] = []
    for module in files.modules {
      let present = try Files.readIfPresent(module.path)
      let text = try module.text()
      if present == Array(text.utf8) { continue }
      findings.append(
        ModuleFinding(
          path: module.path, present: present, expected: text, description: description,
          output: files.folder ?? module.path))
    }
    findings += try files.orphans().map { ModuleFinding(orphan: $0) }
    let report = format.report(
      [(result.diagnostics, description.source)] + findings.map { ([$0.diagnostic], $0.source) })
    return Outcome(
      status: findings.isEmpty ? .done : .differs, output: format.isResult ? report : "",
      messages: format.isResult ? "" : report)
  }
}
