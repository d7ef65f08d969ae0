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
    options: [Options.format]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    let path = session.invocation.operand(1) ?? description.defaultModule
    let format = FindingsFormat(session)
    let result = try description.generate(beside: path)
    guard let text = result.value else {
      let report = format.report(result.diagnostics, description.source)
      throw format.isResult ? .invalidWithOutput(report) : .invalid(report: report)
    }
    let present = try Files.readIfPresent(path)
    let isFresh = present == Array(text.utf8)
    var files = [(result.diagnostics, description.source)]
    if !isFresh {
      let finding = ModuleFinding(
        path: path, present: present, expected: text, description: description)
      files.append(([finding.diagnostic], finding.source))
    }
    let report = format.report(files)
    return Outcome(
      status: isFresh ? .done : .differs, output: format.isResult ? report : "",
      messages: format.isResult ? "" : report)
  }
}
