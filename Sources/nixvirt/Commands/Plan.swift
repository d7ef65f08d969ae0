import NixAST
import VirtModel

extension Commands {
  private enum Format: String, CaseIterable, ArgumentValue {
    case text, json, sh
  }

  private static let format = Option<Format>(
    "format", value: "FORMAT",
    help:
      "Format of the plan: text; json for programs that deploy; or sh, a script that does the"
      + " steps."
  )

  private static let against = Option<String>(
    "against", value: "STATE", values: .files(["json"]),
    help: "Compare one description with what is on its host: STATE is a file with the output of"
      + " `nixvirt-guest state --json`, or - for standard input.")

  private static let without = Option<Selection>(
    "without", value: "HOSTS", values: .names([.hosts, .hostTags]),
    help: "Hosts that are offline: their steps, and those that wait for them, are listed apart.")

  private static let failover = Option<Selection>(
    "failover", value: "HOST", values: .names([.hosts]),
    help: "Print what a person does after HOST has failed, to start its guests from their replicas"
      + " on other hosts. OLD is the description.")

  private static let old = Operand<String>(
    "OLD", values: .files(["nix", "json"]),
    help:
      "The description that the hosts run now. With --against or --failover, the only description."
      + " Default then: guests.nix.")
  private static let new = Operand<String>(
    "NEW", values: .files(["nix", "json"]),
    help: "The description that the hosts will run.")

  static let plan = Command(
    name: "plan",
    summary: "Plan the steps from one description to another, or the effect of a switch.",
    group: .plan,
    details: [
      "With OLD and NEW, plan prints which guests move, restart, appear and disappear, and the"
        + " steps with their commands, in an order in which no guest, address or disk is active"
        + " twice and no guest starts without its files. --host prints the steps on one host.",
      "With --against, plan prints what a switch of the host does to each guest and why: what is"
        + " installed, started, restarted or shut down, which disks are created, grow or are left"
        + " behind, which devices move, what keeps a guest from starting, and which guests need a"
        + " restart. For example: ssh root@host nixvirt-guest state --json | nixvirt plan"
        + " --against - guests.nix",
      "The JSON has the key format, 1; later versions may add keys. Each step has an id, the ids"
        + " of the steps that must be done before it, and its wave: steps of one wave can be done"
        + " at the same time. plan itself changes nothing.",
    ],
    operands: [old.entry, new.entry],
    options: [
      against.entry, failover.entry, format.entry, Options.host.entry, without.entry,
      Options.denyWarnings.entry,
    ],
    examples: [
      .init(
        "Compare the last commit with the working directory",
        "git show HEAD:./guests.nix | nixvirt plan - guests.nix"),
      .init(
        "Write a script that moves guests between the hosts of a fleet",
        "nixvirt plan --format=sh old/guests.nix guests.nix > plan.sh"),
      .init(
        "Show the effect of a switch on a host as it is now",
        "ssh root@castle nixvirt-guest state --json | nixvirt plan --against - guests.nix"),
    ]
  ) { session throws(Failure) in
    if let state = session.invocation[against] { return try switchPlan(state, session) }
    if let host = session.invocation[failover] { return try failoverPlan(host, session) }
    guard let oldFile = session.invocation[old], let newFile = session.invocation[new] else {
      throw .usage(
        "plan needs OLD and NEW, or --against=STATE, or --failover=HOST", command: "plan")
    }
    let before = try DescriptionFile(oldFile, session)
    let after = try DescriptionFile(newFile, session)
    // Warnings about what runs already are of no use here.
    let oldValue = try before.described(session, denyingWarnings: false).value
    let (newValue, warnings) = try after.described(session)
    var offline: Set<HostName> = []
    if let name = session.invocation[without] {
      offline = try hosts(name, in: [oldValue, newValue])
    }
    var plan = FleetPlan(from: oldValue, to: newValue, without: offline)
    if let name = session.invocation[Options.host] {
      plan = plan.limited(to: try hosts(name, in: [oldValue, newValue]))
    }
    let text =
      switch session.invocation[format] ?? .text {
      case .text: PlanReport.text(plan, session.style)
      case .json: PlanJSON.text(plan)
      case .sh: PlanScript.text(plan)
      }
    return Outcome(output: text, messages: warnings)
  }

  /// Hosts of one of the descriptions, or of both.
  private static func hosts(
    _ selection: Selection, in subjects: [Subject]
  ) throws(Failure) -> Set<HostName> {
    let machines = subjects.flatMap { subject in
      if case .fleet(let fleet) = subject { fleet.machines } else { [] as [Fleet.Machine] }
    }
    if machines.isEmpty {
      throw .usage("--host and --without are only for fleets", command: "plan")
    }
    let selected = try selection.among(
      machines, kind: "host", of: "the fleet", { $0.name.description }, { $0.overview.tags })
    return Set(selected.map(\.name))
  }

  /// The steps after a host has failed.
  private static func failoverPlan(
    _ selection: Selection, _ session: Session
  ) throws(Failure) -> Outcome {
    if session.invocation[new] != nil {
      throw .usage("plan takes one description with --failover", command: "plan")
    }
    let description = try DescriptionFile(session.invocation[old], session)
    let (described, warnings) = try description.described(session)
    guard case .fleet(let fleet) = described else {
      throw .usage("--failover is only for fleets", command: "plan")
    }
    let report = FailoverReport(
      Failover(of: try fleet.machine(selection)),
      placement: DisplayText.clean(description.assignmentPath ?? "the placement file"))
    switch session.invocation[format] ?? .text {
    case .text: return Outcome(output: report.text, messages: warnings)
    case .json: return Outcome(output: report.json, messages: warnings)
    case .sh:
      throw .usage("a failover is done by a person: use --format=text or json", command: "plan")
    }
  }

  /// The effects of a switch on a host, as it is.
  private static func switchPlan(_ path: String, _ session: Session) throws(Failure) -> Outcome {
    let file = session.invocation[old]
    if session.invocation[new] != nil {
      throw .usage("plan takes one description with --against", command: "plan")
    }
    if path == "-", file == "-" {
      throw .usage("STATE and the description cannot both be standard input", command: "plan")
    }
    let description = try DescriptionFile(file, session)
    let (described, warnings) = try description.described(session)
    let host: Host
    switch (described, session.invocation[Options.host]) {
    case (.host(let overview), nil): host = overview.host
    case (.host, .some): throw .oneHost(description)
    case (.fleet(let fleet), let name?): host = try fleet.machine(name).host
    case (.fleet, nil):
      throw .usage(
        "a state describes one host: select the host of the fleet with --host", command: "plan")
    }
    let content = path == "-" ? try Files.readStandardInput() : try Files.read(path)
    let source = SourceText(name: path == "-" ? "<stdin>" : path, bytes: content.bytes)
    let reporter = Reporter(
      format: .text, style: session.style, columns: session.terminal.columns)
    let state = try reporter.accept(Pipeline.hostState(of: source), source).value
    let plan = SwitchPlan(host, against: state)
    let text: String
    switch session.invocation[format] ?? .text {
    case .text: text = SwitchReport.text(plan, session.style)
    case .json: text = SwitchJSON.text(plan)
    case .sh: throw .usage("--format=sh is only for a plan from OLD to NEW", command: "plan")
    }
    return Outcome(output: text, messages: warnings)
  }
}
