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
    operands: [descriptionOperand]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    let format = FindingsFormat.text(session.style, columns: session.terminal.columns)
    let old = try description.assignment(format)
    let result = try description.placed(format)
    let report = format.report(result.diagnostics, description.source)
    guard let placement = result.value else { throw .invalid(report: report) }
    let name = description.fileName ?? "the description"
    guard let text = placement.assignment.text(descriptionName: name).value else {
      throw .inputOutput("\(name): the placement cannot be written")
    }
    guard let path = description.assignmentPath else {
      return Outcome(output: text, messages: report)
    }
    try Files.replace(path, with: Array(text.utf8))
    let lines = placement.assignment.hosts.filter { old.hosts[$0.key] != $0.value }
      .sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
    return Outcome(output: lines.joined(), messages: report)
  }
}
