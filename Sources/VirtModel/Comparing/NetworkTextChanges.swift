import NixAST

extension ModuleChanges {
  /// Lines that change in the rules and settings of the guests' networks.
  public struct TextChange: Sendable, Equatable {
    /// The unit that a rebuild reloads or restarts for it: `nixvirt-filter`.
    public var unit: String
    /// Whether it is reloaded only.
    public var isReloaded: Bool
    /// Lines that are no longer there, in their order, without comments.
    public var removed: [String]
    /// Lines that were not there.
    public var added: [String]
  }
}

extension EmittedModule {
  /// What changes in the packet filter and in the services of the guests' networks, compared with
  /// an older module.
  func networkTextChanges(from old: EmittedModule) -> [ModuleChanges.TextChange] {
    let (before, after) = (old.networkTexts, networkTexts)
    return Set(before.keys).union(after.keys).sorted().compactMap { unit in
      let (old, new) = (before[unit, default: []], after[unit, default: []])
      let steps = new.difference(from: old)
      return steps.isEmpty
        ? nil
        : ModuleChanges.TextChange(
          unit: unit, isReloaded: unit == Self.filter, removed: steps.removals.map(\.line),
          added: steps.insertions.map(\.line))
    }
  }

  private static let filter = "nixvirt-filter"

  /// The lines of the filter and of nixvirt's own services, by unit.
  private var networkTexts: [String: [String]] {
    var texts: [String: [String]] = [:]
    if let rules = shared["networkFilter"] {
      // Elements of sets, one for each card, are reported with the guests that have the cards.
      texts[Self.filter] = Self.lines(rules).filter { $0.utf8.first != UInt8(ascii: "\"") }
    }
    shared["networkServices"]?.forEachPart { part in
      guard case .attrSet(let set) = part else { return }
      // The steps beside Docker follow from the networks.
      for entry in ModuleScope.entries(set.bindings)
      where entry.name.hasPrefix("nixvirt-")
        && ![Self.filter, "nixvirt-docker"].contains(entry.name)
      {
        texts[entry.name] = Self.lines(entry.value)
      }
    }
    return texts
  }

  /// The lines of all texts in an expression, without comments and indentation.
  private static func lines(_ expr: Expr) -> [String] {
    var texts: [[String]] = []
    expr.forEachPart { part in
      guard case .string(let string) = part else { return }
      var text = ""
      for case .text(let literal) in string.parts { text += literal }
      texts.append(
        text.split(separator: "\n").map { $0.trimmed }.filter {
          !$0.isEmpty && $0.utf8.first != UInt8(ascii: "#")
        })
    }
    return texts.reversed().flatMap { $0 }
  }
}

extension CollectionDifference.Change {
  fileprivate var line: ChangeElement {
    switch self {
    case .insert(_, let line, _), .remove(_, let line, _): line
    }
  }
}

extension Substring {
  /// Without spaces at its ends.
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
