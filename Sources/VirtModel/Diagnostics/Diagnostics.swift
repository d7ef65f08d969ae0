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

  /// Ordered by position. A place that several guests inherit from `defaults` is reported once.
  var ordered: [Diagnostic] {
    struct Place: Hashable {
      var id: String
      var range: SourceRange
    }
    var seen: Set<Place> = []
    return all.inTextOrder().filter { diagnostic in
      guard let range = diagnostic.range else { return true }
      return seen.insert(Place(id: diagnostic.id, range: range)).inserted
    }
  }

  /// Ordered by position, each once. Several may be about one place.
  var distinct: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return all.inTextOrder().filter { seen.insert($0).inserted }
  }

  /// The value with its diagnostics, or only these if there is an error.
  func checked<Value: Sendable>(_ value: Value?) -> Checked<Value> {
    Checked(value: hasErrors ? nil : value, diagnostics: ordered)
  }
}
