import VirtModel

extension Commands {
  private static let format = Option(
    name: "format", value: "FORMAT", values: .words(["text", "json"]),
    help: "How the plan is printed: text, or json for programs that switch the hosts.")

  static let plan = Command(
    name: "plan",
    summary: "Tell how to get from one description to another, host by host.",
    details: [
      "Says which guests move, restart, appear and disappear, and in which order the hosts are to be"
        + " switched, so that no guest, address or disk is there twice. Nothing is done."
    ],
    operands: [
      Command.Operand(
        name: "OLD", help: "The description that the hosts run now.",
        values: .files(["nix", "json"]), isRequired: true),
      Command.Operand(
        name: "NEW", help: "The description that they are to run.",
        values: .files(["nix", "json"]), isRequired: true),
    ],
    options: [format]
  ) { session throws(Failure) in
    let (old, _) = try DescriptionFile(session.invocation.operand(0)).described(session)
    let (new, warnings) = try DescriptionFile(session.invocation.operand(1)).described(session)
    let plan = FleetPlan(from: old, to: new)
    let isJSON = session.invocation.value(of: format) == "json"
    return Outcome(
      output: isJSON ? PlanJSON.text(plan) : PlanReport.text(plan, session.style),
      messages: warnings)
  }
}
