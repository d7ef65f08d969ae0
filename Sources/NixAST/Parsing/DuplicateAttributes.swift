/// Finds attributes that are bound twice, by the rules of Nix's parser: `a.b = 1; a.c = 2;` and
/// `a = { b = 1; }; a.c = 2;` make one set, `a.b = 1; a.b = 2;` is a mistake.
enum DuplicateAttributes {
  /// Takes the path of an attribute, where it is bound again, and where it was first.
  typealias Report = (_ path: String, _ range: SourceRange, _ first: SourceRange) -> Void

  /// Reports each attribute of some bindings that is bound twice.
  static func find(in bindings: [Binding], report: Report) {
    guard repeatsFirstName(bindings) else { return }
    _ = Scope(bindings, report)
  }

  // MARK: - A first look

  /// Whether there is anything to look for: nearly no set repeats the first name of a path.
  private static func repeatsFirstName(_ bindings: [Binding]) -> Bool {
    if bindings.count == 1, case .attr = bindings[0] { return false }
    var seen = Names()
    seen.reserveCapacity(bindings.count)
    for binding in bindings {
      switch binding {
      case .attr(let attr):
        if let name = attr.path.first.fixed, !seen.insert(name) { return true }
      case .inherit(let inherit):
        for name in inherit.names where !seen.insert(name.text) { return true }
      }
    }
    return false
  }

  /// A set of names that hashes only when they are many.
  struct Names {
    private var few: [(hash: UInt64, name: String)] = []
    private var many: Set<String> = []
    private static let limit = 12

    /// Makes room for some names.
    mutating func reserveCapacity(_ count: Int) { few.reserveCapacity(min(count, Self.limit)) }

    /// Adds a name; false if it is there already.
    mutating func insert(_ name: String) -> Bool {
      if !many.isEmpty { return many.insert(name).inserted }
      let hash = name.fnv1a
      for other in few where other.hash == hash && other.name == name { return false }
      few.append((hash, name))
      if few.count == Self.limit { many = Set(few.map(\.name)) }
      return true
    }
  }

  // MARK: - Merging

  private struct Entry {
    var range: SourceRange
    var value: Value

    enum Value {
      case set(Scope)
      /// A set that nothing was merged with so far.
      case literal(AttrSet)
      case other
    }
  }

  /// The attributes of one set, merged as far as it was read.
  private final class Scope {
    private var entries: [String: Entry] = [:]

    init() {}

    init(_ bindings: [Binding], _ report: Report) {
      for binding in bindings {
        switch binding {
        case .inherit(let inherit):
          for name in inherit.names {
            bind(name.text, .other, name.range ?? .zero, [], report)
          }
        case .attr(let attr): bind(attr, report)
        }
      }
    }

    private func bind(_ attr: AttrpathValue, _ report: Report) {
      var scope = self
      let names = attr.path.names
      for (index, name) in names.enumerated() {
        // A computed name is compared when it is evaluated.
        guard let text = name.fixed else { return }
        let range = name.range ?? .zero
        guard index < names.count - 1 else {
          let value: Entry.Value =
            if case .attrSet(let set) = attr.value { .literal(set) } else { .other }
          return scope.bind(text, value, range, names[..<index], report)
        }
        guard let inner = scope.set(at: text, range) else {
          let first = scope.entries[text]?.range ?? range
          return report(Attrpath.readable(names[...index]), range, first)
        }
        scope = inner
      }
    }

    private func bind(
      _ name: String, _ value: Entry.Value, _ range: SourceRange, _ prefix: ArraySlice<AttrName>,
      _ report: Report
    ) {
      guard let existing = entries[name] else {
        entries[name] = Entry(range: range, value: value)
        return
      }
      let path = prefix + [AttrName(name)]
      guard case .literal(let set) = value, let old = self.set(at: name, range) else {
        return report(Attrpath.readable(path), range, existing.range)
      }
      // Nix merges the attributes of two sets, not what is below them.
      let new = Scope(set.bindings) { _, _, _ in }
      for (key, entry) in new.entries.sorted(by: { $0.value.range < $1.value.range }) {
        if let first = old.entries[key] {
          report(Attrpath.readable(path + [AttrName(key)]), entry.range, first.range)
        } else {
          old.entries[key] = entry
        }
      }
    }

    /// The set under a name, a new one if there is nothing; nil if something else is there.
    private func set(at name: String, _ range: SourceRange) -> Scope? {
      let scope: Scope
      switch entries[name]?.value {
      case .set(let set): return set
      case .other: return nil
      case .literal(let set): scope = Scope(set.bindings) { _, _, _ in }
      case nil: scope = Scope()
      }
      entries[name] = Entry(range: entries[name]?.range ?? range, value: .set(scope))
      return scope
    }
  }
}

extension SourceRange {
  fileprivate static let zero = SourceRange(start: 0, end: 0)
}

extension Attrpath {
  /// The path for messages: `a."b c".${…}`.
  var readable: String { Self.readable(names[...]) }

  static func readable(_ names: ArraySlice<AttrName>) -> String {
    names.map { name in
      guard let text = name.fixed else { return "${…}" }
      return Identifier(text) == nil ? "\"\(text)\"" : text
    }
    .joined(separator: ".")
  }
}
