import VirtModel

extension Commands {
  private enum Format: String, CaseIterable, ArgumentValue {
    case text, json
  }

  private static let format = Option<Format>(
    "format", value: "FORMAT",
    help: "How the plan is printed: text, or json for programs that switch the hosts.")

  private static let old = Operand<String>(
    "OLD", values: .files(["nix", "json"]), isRequired: true,
    help: "The description that the hosts run now.")
  private static let new = Operand<String>(
    "NEW", values: .files(["nix", "json"]), isRequired: true,
    help: "The description that they are to run.")

  static let plan = Command(
    name: "plan",
    summary: "Tell how to get from one description to another, host by host.",
    details: [
      "Says which guests move, restart, appear and disappear, and in which order the hosts are to be"
        + " switched, so that no guest, address or disk is there twice. Nothing is done."
    ],
    operands: [old.entry, new.entry],
    options: [format.entry, Options.denyWarnings.entry]
  ) { session throws(Failure) in
    let before = try DescriptionFile(session.invocation[old], session)
    let after = try DescriptionFile(session.invocation[new], session)
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
}
