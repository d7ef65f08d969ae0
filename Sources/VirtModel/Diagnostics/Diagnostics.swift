import NixAST

/// The errors and warnings of a run, in the order in which they were found.
struct Diagnostics: Sendable {
  private(set) var all: [Diagnostic] = []

  mutating func report(_ diagnostic: Diagnostic) {
    all.append(diagnostic)
  }

  mutating func report(_ more: [Diagnostic]) {
    all += more
  }

  var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// Ordered by position. What several guests inherit from `defaults`, or hosts from what they share,
  /// is reported once; two findings about one place are both reported.
  var ordered: [Diagnostic] {
    struct Place: Hashable {
      var id: String
      var range: SourceRange
    }
    // The messages at a place; that of the first is not looked at unless there is another.
    var seen: [Place: (first: String, all: Set<[UInt8]>)] = [:]
    return all.inTextOrder().filter { diagnostic in
      guard let range = diagnostic.range else { return true }
      let place = Place(id: diagnostic.id, range: range)
      guard var known = seen.removeValue(forKey: place) else {
        seen[place] = (diagnostic.message, [])
        return true
      }
      if known.all.isEmpty { known.all.insert(Self.withoutOwner(known.first)) }
      let isNew = known.all.insert(Self.withoutOwner(diagnostic.message)).inserted
      seen[place] = known
      return isNew
    }
  }

  /// A message without the names of the guest and the host that it is about.
  private static func withoutOwner(_ message: String) -> [UInt8] {
    let (space, dot) = (UInt8(ascii: " "), UInt8(ascii: "."))
    var result: [UInt8] = []
    for var word in message.utf8.split(separator: space, omittingEmptySubsequences: false) {
      for (key, count) in [("hosts.", 2), ("defaults.", 1), ("guests.", 2)]
      where word.starts(with: key.utf8) {
        for _ in 0..<count {
          word = word.drop { $0 != dot }.dropFirst()
        }
      }
      result += word
      result.append(space)
    }
    return result
  }

  /// Ordered by position, each once. Several may be about one place.
  var distinct: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return all.inTextOrder().filter { seen.insert($0).inserted }
  }

  /// What was checked: the value, unless there is an error.
  func checked<Value: Sendable>(_ value: Value?) -> Checked<Value> {
    Checked(value: hasErrors ? nil : value, diagnostics: ordered)
  }
}
