import NixAST
import VirtModel

extension Commands {
  private enum Format: String, CaseIterable, ArgumentValue {
    case text, json
  }

  private static let format = Option<Format>(
    "format", value: "FORMAT",
    help: "Format of the plan: text, or json for programs that deploy.")

  private static let against = Option<String>(
    "against", value: "STATE", values: .files(["json"]),
    help: "Compare one description with what is on its host: STATE is a file with the output of"
      + " `nixvirt-guest state --json`, or - for standard input.")

  private static let old = Operand<String>(
    "OLD", values: .files(["nix", "json"]),
    help:
      "The description that the hosts run now. With --against, the only description. Default then:"
      + " guests.nix.")
  private static let new = Operand<String>(
    "NEW", values: .files(["nix", "json"]),
    help: "The description that the hosts will run.")

  static let plan = Command(
    name: "plan",
    summary: "Plan the steps from one description to another, or the effect of a switch.",
    group: .plan,
    details: [
      "With OLD and NEW, plan prints which guests move, restart, appear and disappear, and in which order"
        + " to switch the hosts so that no guest, address or disk is active twice.",
      "With --against, plan prints what a switch of the host does to each guest and why: what is installed,"
        + " started, restarted or shut down, which disks are created, grow or are left behind, which devices"
        + " move, what keeps a guest from starting, and which guests need a restart. For example: ssh root@host"
        + " nixvirt-guest state --json | nixvirt plan --against - guests.nix",
      "The JSON of --against has the key format, 1; later versions may add keys. plan itself changes nothing.",
    ],
    operands: [old.entry, new.entry],
    options: [
      against.entry, format.entry, Options.host.entry, Options.denyWarnings.entry,
    ],
    examples: [
      .init(
        "Compare the last commit with the working directory",
        "git show HEAD:./guests.nix | nixvirt plan - guests.nix"),
      .init(
        "Show the effect of a switch on a host as it is now",
        "ssh root@castle nixvirt-guest state --json | nixvirt plan --against - guests.nix"),
    ]
  ) { session throws(Failure) in
    if let state = session.invocation[against] { return try switchPlan(state, session) }
    if session.invocation[Options.host] != nil {
      throw .usage("--host is only for --against", command: "plan")
    }
    guard let oldFile = session.invocation[old], let newFile = session.invocation[new] else {
      throw .usage("plan needs OLD and NEW, or --against=STATE", command: "plan")
    }
    let before = try DescriptionFile(oldFile, session)
    let after = try DescriptionFile(newFile, session)
    // Warnings about what runs already are of no use here.
    let oldValue = try before.described(session, denyingWarnings: false).value
    let (newValue, warnings) = try after.described(session)
    let plan = FleetPlan(from: oldValue, to: newValue)
    let text =
      switch session.invocation[format] ?? .text {
      case .text: PlanReport.text(plan, session.style)
      case .json: PlanJSON.text(plan)
      }
    return Outcome(output: text, messages: warnings)
  }

  /// What a switch does to a host, as it is.
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
    case (.fleet(let fleet), let name?): host = try fleet.machine(named: name).host
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
    let text =
      switch session.invocation[format] ?? .text {
      case .text: SwitchReport.text(plan, session.style)
      case .json: SwitchJSON.text(plan)
      }
    return Outcome(output: text, messages: warnings)
  }
}
