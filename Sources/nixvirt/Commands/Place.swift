import VirtModel

extension Commands {
  static let place = Command(
    name: "place",
    summary: "Find a host for the guests of a fleet that leave it out.",
    details: [
      "Writes where they are to a file beside the description, guests.placement.nix for guests.nix,"
        + " which is kept with it: a guest stays where it is, whatever others are added. Memory is a"
        + " limit; guests are spread so that the fullest host is as empty as can be.",
      "Of a description on the standard input, the file is printed instead.",
    ],
    operands: [Operands.description.entry],
    options: [Options.force.entry, Options.denyWarnings.entry]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let reporter = Reporter(session)
    let old = try description.assignment(reporter)
    let (placement, report) = try reporter.accept(
      try description.placed(reporter), description.source)
    let name = description.fileName ?? "the description"
    guard let text = placement.assignment.text(descriptionName: name).value else {
      throw .inputOutput("\(name): the placement cannot be written")
    }
    guard let path = description.assignmentPath else {
      return Outcome(output: text, messages: report)
    }
    // What is there was read as a placement: a person may have written it.
    var rules = ReplacementRules(force: session.invocation[Options.force])
    rules.protect(description.identity, as: description.source.name)
    try FileReplacements.replace(path, with: Array(text.utf8), rules)
    let lines = placement.assignment.hosts.filter { old.hosts[$0.key] != $0.value }
      .sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    return Outcome(output: lines.joined(), messages: report)
  }
}
