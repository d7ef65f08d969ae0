import VirtModel

extension Commands {
  private static let format = Option<ShowFormat>(
    "format", value: "FORMAT",
    help:
      "Output format: table or json; a drawing of guests and networks as dot (Graphviz), mermaid"
      + " (Markdown) or svg; an inventory for ansible; or a client configuration for ssh.")

  private static let why = Flag(
    "why",
    help: "Explain the placement of the guests of a fleet.")

  private static let guest = Option<Selection>(
    "guest", value: "GUESTS", values: .names([.guests, .guestTags]),
    help:
      "With --why: explain the placement of these guests only: names, and @TAG for the guests with a"
      + " tag, separated by commas.")

  static let show = Command(
    name: "show",
    summary: "Show guests, networks and totals of a description.",
    group: .explore,
    details: [
      "The table fits into the terminal: where there is little room, long cells and rows have several lines."
        + " Totals are compared with host.cpus and host.memory where the description has them, and colored"
        + " if guests have more.",
      "ansible and ssh list guests with their fixed addresses, or with their names. Guests of a fleet"
        + " that only their host reaches are reached through it; with --host, the output is for use on"
        + " that host.",
    ],
    operands: [Operands.description.entry],
    options: [
      format.entry, Options.host.entry, why.entry, guest.entry, Options.denyWarnings.entry,
    ],
    examples: [
      .init("Show guests and networks as tables", "nixvirt show"),
      .init("Draw them", "nixvirt show --format=svg > guests.svg"),
      .init(
        "Explain where the guests of a fleet are placed", "nixvirt show --why"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let reporter = Reporter(session)
    if session.invocation[why] {
      let (placement, report) = try reporter.accept(
        try description.placed(reporter), description.source)
      let only = try session.invocation[guest].map { selection throws(Failure) in
        try selection.guests(of: placement.fleet.machines.map(\.host)).map(\.guest.name)
      }
      let parts = PlacementReport.parts(placement, only: only, session.style)
      return Outcome(parts: parts, messages: report)
    }
    if session.invocation[guest] != nil {
      throw .usage("--guest is only for --why", command: "show")
    }
    let (described, warnings) = try description.described(session)
    let shown: Subject
    switch (described, session.invocation[Options.host]) {
    case (.host, .some): throw .oneHost(description)
    case (.fleet(let fleet), let name?):
      let machines = try fleet.machines(name)
      shown =
        name.isOneName
        ? .host(try fleet.machine(name).overview)
        : .fleet(fleet.limited(to: Set(machines.map(\.name))))
    case (_, nil): shown = described
    }
    let format = session.invocation[format] ?? .table
    let text = format.text(shown, style: session.style, columns: session.limit)
    return Outcome(output: text, messages: warnings)
  }
}
