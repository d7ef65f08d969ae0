import VirtModel

extension Commands {
  private static let format = Option(
    name: "format", value: "FORMAT", values: .words(["table", "json", "dot", "mermaid", "svg"]),
    help: "How it is shown: table, json, or as a drawing of who is connected to what: dot"
      + " (Graphviz), mermaid (Markdown of many sites), svg (a picture for browsers).")

  static let show = Command(
    name: "show",
    summary: "Show the guests, networks and totals of a description.",
    details: [
      "The table fits into the terminal: columns that have no room are left out, and named below it."
        + " Totals are compared with host.cpus and host.memory where the description has them."
    ],
    operands: [descriptionOperand],
    options: [format]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    let (overview, warnings) = try description.overview(session)
    let text: String
    switch session.invocation.value(of: format) {
    case "json": text = OverviewJSON.text(overview)
    case "dot": text = DotDrawing.text(overview)
    case "mermaid": text = MermaidDrawing.text(overview)
    case "svg": text = SVGDrawing(overview).text
    default:
      let columns = session.terminal.columnsAreLimited ? session.terminal.columns : nil
      text = OverviewTable(overview, style: session.style, columns: columns).text
    }
    return Outcome(output: text, messages: warnings)
  }
}
