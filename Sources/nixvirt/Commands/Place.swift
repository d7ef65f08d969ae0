import VirtModel

extension Commands {
  private static let rebalance = Flag(
    "rebalance",
    help:
      "Also move guests that have a host, if that keeps more rules and preferences or makes the"
      + " fullest host less full.")
  private static let maxMoves = Option<String>(
    "max-moves", value: "N",
    help: "With --rebalance: move at most N guests. Default: 5.")

  private static func moveLimit(_ session: Session) throws(Failure) -> Int? {
    let text = session.invocation[maxMoves]
    guard session.invocation[rebalance] else {
      if text == nil { return nil }
      throw .usage("--max-moves is only for --rebalance", command: "place")
    }
    guard let limit = Int(text ?? "5"), limit > 0 else {
      throw .usage("--max-moves must be 1 or more, not '\(text ?? "")'", command: "place")
    }
    return limit
  }

  static let place = Command(
    name: "place",
    summary: "Choose a host for each guest of a fleet that has none.",
    group: .plan,
    details: [
      "Writes the result to guests.placement.nix for guests.nix, in the same directory. Commit"
        + " this file: a guest in it keeps its host when other guests are added. The memory of a"
        + " host is a limit. Of all valid placements, nixvirt picks the one that leaves most room"
        + " on the fullest host.",
      "With --rebalance, guests move that have a host. Each move is an improvement by itself, and"
        + " is explained. `nixvirt plan` has the steps that move their files.",
      "For a description on standard input, the result is printed instead.",
    ],
    operands: [Operands.description.entry],
    options: [
      rebalance.entry, maxMoves.entry, Options.force.entry, Options.denyWarnings.entry,
    ],
    examples: [
      .init(
        "Assign new guests to hosts, and generate the modules",
        "nixvirt place && nixvirt generate -o virtual"),
      .init(
        "Even out the hosts with at most three moves", "nixvirt place --rebalance --max-moves=3"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let reporter = Reporter(session)
    let old = try description.assignment(reporter)
    let (placement, report) = try reporter.accept(
      try description.placed(reporter, rebalancing: try moveLimit(session)), description.source)
    let name = description.fileName ?? "the description"
    guard let text = placement.assignment.text(descriptionName: name).value else {
      // Names of guests and hosts can always be written.
      throw .inputOutput("\(name): the placement cannot be written")
    }
    guard let path = description.assignmentPath else {
      return Outcome(output: text, messages: report)
    }
    // The present file was read as a placement: a person may have written it.
    var rules = ReplacementRules(force: session.invocation[Options.force])
    rules.protect(description.identity, as: description.source.name)
    let results = try FileReplacements.replace(path, with: Array(text.utf8), rules)
    let lines = placement.assignment.hosts
      .filter { old.hosts[$0.key] != $0.value && placement.free.contains($0.key) }
      .sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    let moves = placement.moves.map(MoveWords.text)
    let notice =
      session.invocation[rebalance] && moves.isEmpty
      ? session.notice("no move of one guest would make the placement better") : ""
    let details = description.detail(session) + results.lines.map(session.detail).joined()
    return Outcome(
      output: lines.joined() + (moves.isEmpty ? "" : "\n") + moves.joined(),
      messages: details + report + notice)
  }
}
