import VirtModel

extension Commands {
  private static let format = Option(
    name: "format", value: "FORMAT", values: .words(ShowFormat.allCases.map(\.rawValue)),
    help: "How it is shown: table, json, or as a drawing of who is connected to what: dot"
      + " (Graphviz), mermaid (Markdown of many sites), svg (a picture for browsers).")

  private static let why = Option(
    name: "why",
    help: "Of a fleet, tell why the guests that leave their host out are where they are.")

  static let show = Command(
    name: "show",
    summary: "Show the guests, networks and totals of a description.",
    details: [
      "The table fits into the terminal: columns that have no room are left out, and named below it."
        + " Totals are compared with host.cpus and host.memory where the description has them."
    ],
    operands: [descriptionOperand],
    options: [format, Options.host, why]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    if session.invocation.value(of: why) != nil {
      let format = FindingsFormat.text(session.style, columns: session.terminal.columns)
      let result = try description.placed(format)
      let report = format.report(result.diagnostics, description.source)
      guard let placement = result.value else { throw .invalid(report: report) }
      return Outcome(output: PlacementReport.text(placement, session.style), messages: report)
    }
    let (described, warnings) = try description.described(session)
    let shown: Subject
    switch (described, session.invocation.value(of: Options.host)) {
    case (.host, .some): throw .oneHost(description)
    case (.fleet(let fleet), let name?): shown = .host(try fleet.machine(named: name).overview)
    case (_, nil): shown = described
    }
    let format = session.invocation.value(of: Commands.format).flatMap(ShowFormat.init)
    let text = (format ?? .table).text(shown, style: session.style, columns: session.limit)
    return Outcome(output: text, messages: warnings)
  }
}
