import NixAST

extension Commands {
  /// How many hosts may fail at the same time.
  private enum Failures: String, CaseIterable, ArgumentValue {
    case one = "1"
  }

  private static let survive = Option<Failures>(
    "survive", value: "HOSTS",
    help:
      "For a fleet: report the guests that no other host can take if a host fails, and exit with 1 if"
      + " there are any.")

  static let check = Command(
    name: "check",
    summary: "Check a description, and whether its module is up to date.",
    group: .module,
    details: [
      "For continuous integration. Prints nothing and exits with 0 if the description is valid"
        + " and the module is up to date. Exits with 3 if the description is invalid. Exits"
        + " with 1 if the module is out of date or was edited by hand, and reports which."
    ],
    operands: [Operands.description.entry, Operands.module.entry],
    options: [Options.format.entry, Options.host.entry, survive.entry, Options.denyWarnings.entry],
    examples: [
      .init("Check guests.nix and virtual.nix", "nixvirt check"),
      .init(
        "Check in GitHub Actions, with annotations, and fail on warnings",
        "nixvirt check --format=github --deny-warnings"),
      .init(
        "Check whether the other hosts of a fleet can take the guests of a host",
        "nixvirt check --survive=1"),
      .init(
        "Check in a script, by the exit status alone", "nixvirt check --quiet 2> /dev/null"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let reporter = Reporter(session)
    if session.invocation[survive] != nil {
      let placement = try reporter.accept(
        try description.placed(reporter), description.source
      ).value
      return SurvivalReport.outcome(placement.losses)
    }
    let result = try description.parsed(reporter)
    let warnings = result.diagnostics
    let (described, _) = try reporter.accept(result, description.source)
    let files = try ModuleFiles(
      described, of: description, at: session.invocation[Operands.module],
      host: session.invocation[Options.host])
    var findings: [ModuleFinding] = []
    var details = description.detail(session)
    for module in files.modules {
      let present = try Files.readIfPresent(module.path)?.bytes
      let text = try module.text()
      if present == Array(text.utf8) {
        details += session.detail("\(module.path) is up to date")
        continue
      }
      findings.append(
        ModuleFinding(
          path: module.path, present: present, expected: text, description: description,
          output: files.folder ?? module.path
        ) { file in
          module.host.changes(from: file, context: module.context).map { ($0, module.host) }
        })
    }
    findings += try files.orphans().map { ModuleFinding(orphan: $0) }
    let report = reporter.text(
      [(warnings, description.source)] + findings.map { ([$0.diagnostic], $0.source) })
    var outcome = reporter.outcome(findings.isEmpty ? .done : .differs, report)
    outcome.messages = details + outcome.messages
    return outcome
  }
}
