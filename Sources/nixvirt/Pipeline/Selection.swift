import NixAST
import VirtModel

/// Hosts or guests that a command is given: names and `@TAG`, separated by commas.
///
/// Any text is one: what it means depends on the description, and so do the errors.
struct Selection: ArgumentValue {
  private let text: String

  init?(argument: String) { text = argument }

  /// Whether it is the name of one: a tag or a list may mean several, however many it means now.
  var isOneName: Bool { !text.contains(",") && !text.hasPrefix("@") }

  fileprivate var parts: [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// The selected hosts or guests, in the order in which they are known.
  ///
  /// - Parameters:
  ///   - kind: `host` or `guest`.
  ///   - place: what has them, for messages: `the fleet`.
  func among<Element>(
    _ elements: [Element], kind: String, of place: String,
    _ name: (Element) -> String, _ tags: (Element) -> [Label]
  ) throws(Failure) -> [Element] {
    var chosen: Set<String> = []
    for part in parts {
      let isTag = part.hasPrefix("@")
      let matches = elements.filter { element in
        isTag
          ? tags(element).contains { "@\($0)" == part } : name(element) == part
      }
      if matches.isEmpty {
        let known =
          isTag ? elements.flatMap(tags).map { "@\($0)" } : elements.map(name)
        let hint = Spelling.nearest(to: part, among: known).map { "; did you mean \($0)?" } ?? ""
        throw .usage(
          isTag
            ? "no \(kind) of \(place) has the tag '\(part.dropFirst())'\(hint)"
            : "\(place) has no \(kind) '\(part)'\(hint)", command: nil)
      }
      chosen.formUnion(matches.map(name))
    }
    return elements.filter { chosen.contains(name($0)) }
  }

  /// The one that is selected.
  func one<Element>(
    of elements: [Element], kind: String, _ name: (Element) -> String
  ) throws(Failure) -> Element {
    guard let first = elements.first, elements.count == 1 else {
      throw .usage(
        "'\(text)' selects \(NameList.text(elements.map(name).sorted())): select one \(kind)",
        command: nil)
    }
    return first
  }
}

extension Fleet {
  /// The hosts that are selected on the command line.
  func machines(_ selection: Selection) throws(Failure) -> [Machine] {
    try selection.among(machines, kind: "host", of: "the fleet", { $0.name.description }) {
      $0.overview.tags
    }
  }

  /// The one host that is selected on the command line.
  func machine(_ selection: Selection) throws(Failure) -> Machine {
    try selection.one(of: try machines(selection), kind: "host") { $0.name.description }
  }
}

extension Selection {
  /// The guests that are selected, of some hosts.
  func guests(of hosts: [Host]) throws(Failure) -> [(guest: Guest, host: Host)] {
    let all = hosts.flatMap { host in host.guests.map { (guest: $0, host: host) } }
    return try among(
      all, kind: "guest", of: "the description", { $0.guest.name.description }, { $0.guest.tags })
  }
}
