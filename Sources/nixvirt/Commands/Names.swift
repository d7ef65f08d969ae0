import VirtModel

extension Commands {
  private static let kind = Operand<NameKind>(
    "KIND", isRequired: true, help: "The kind of names: guests, networks or hosts.")

  static let names = Command(
    name: "names",
    summary: "Print the names of guests, networks or hosts, one per line.",
    group: .explore,
    details: [
      "For scripts and completions. The names are those that the description contains, even while it has"
        + " errors."
    ],
    operands: [kind.entry, Operands.description.entry],
    examples: [
      .init(
        "Start a loop over all guests", "for guest in $(nixvirt names guests); do echo $guest; done"
      )
    ]
  ) { session throws(Failure) in
    let names = try DescriptionFile(session).names
    let list: [String] =
      switch session.invocation[kind] {
      case .hosts: names.hosts.map(\.description)
      case .networks: names.networks.map(\.description)
      case .guests, nil: names.guests.map(\.description)
      }
    return Outcome(output: list.map { "\($0)\n" }.joined())
  }
}
