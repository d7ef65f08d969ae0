import NixAST
import VirtModel

extension Commands {
  private static let kind = Operand<NameKind>(
    "KIND", isRequired: true,
    help: "The kind of names: guests, networks, hosts, guest-tags or host-tags.")
  private static let tag = Option<String>(
    "tag", value: "TAG", help: "Print only guests or hosts that have this tag.")

  static let names = Command(
    name: "names",
    summary: "Print the names of guests, networks, hosts or tags, one per line.",
    group: .explore,
    details: [
      "For scripts and completions. The names are those that the description contains, even while it has"
        + " errors. Tags are printed as other commands take them: @TAG."
    ],
    operands: [kind.entry, Operands.description.entry],
    options: [tag.entry],
    examples: [
      .init(
        "Start a loop over all guests", "for guest in $(nixvirt names guests); do echo $guest; done"
      ),
      .init("Print the guests that have a tag", "nixvirt names guests --tag=web"),
    ]
  ) { session throws(Failure) in
    let names = try DescriptionFile(session).names
    let tag = session.invocation[tag].map { String($0.drop { $0 == "@" }) }
    func tagged<Name: Hashable>(_ all: [Name], _ tags: [Name: [Label]]) -> [Name] {
      guard let tag else { return all }
      return all.filter { name in tags[name]?.contains { $0.description == tag } ?? false }
    }
    let kind = session.invocation[kind] ?? .guests
    if tag != nil, kind != .guests, kind != .hosts {
      throw .usage("--tag is only for guests and hosts", command: "names")
    }
    let list =
      switch kind {
      case .hosts: tagged(names.hosts, names.hostTags).map(\.description)
      case .guests: tagged(names.guests, names.guestTags).map(\.description)
      case .networks: names.networks.map(\.description)
      case .hostTags: selectors(names.hostTags.values)
      case .guestTags: selectors(names.guestTags.values)
      }
    return Outcome(output: list.map { "\($0)\n" }.joined())
  }

  private static func selectors(_ tags: some Sequence<[Label]>) -> [String] {
    Set(tags.joined()).sorted().map { "@\($0)" }
  }
}
