import NixAST

/// Keeps private keys out of everything that is shown.
enum Secrets {
  /// A value that holds a private key, or may hold a part of one.
  struct Found {
    var path: DataPath
    var range: SourceRange?

    func holds(_ place: SourceRange?) -> Bool {
      guard let range, let place else { return false }
      return range.start <= place.start && place.end <= range.end
    }
  }

  /// Reports every value that holds a private key and makes it invalid, so that nothing behind this
  /// point ever sees one. A list is one value: keys are written as lists of their lines.
  ///
  /// - Returns: what was reported, and the values that may hold a part of a key. Those are taken as
  ///   they are, and must not be shown.
  static func withhold(
    _ value: inout DataValue, _ path: DataPath, _ diagnostics: inout Diagnostics
  ) -> [Found] {
    guard isSuspicious(value) else { return [] }
    let here = [Found(path: path, range: value.range)]
    switch value.kind {
    case .string(let text), .path(let text):
      if PrivateKeyText.isCertain(text) {
        diagnostics.report(.privateKey(path: path, at: value.range))
        value.kind = .invalid
      }
      return here
    case .list(var values):
      let texts = values.compactMap(\.text)
      if isCertain(texts) {
        diagnostics.report(.privateKey(path: path, at: value.range))
        value.kind = .invalid
        return here
      }
      if isSuspicious(texts) { return here }
      var found: [Found] = []
      for index in values.indices {
        found += withhold(&values[index], path.appending(index), &diagnostics)
      }
      value.kind = .list(values)
      return found
    case .set(let set): return withhold(set, &value, path, &diagnostics)
    case .null, .bool, .int, .float, .invalid: return []
    }
  }

  private static func withhold(
    _ set: DataSet, _ value: inout DataValue, _ path: DataPath, _ diagnostics: inout Diagnostics
  ) -> [Found] {
    var found: [Found] = []
    var result = DataSet(capacity: set.entries.count)
    let hasPart = set.entries.contains { $0.value.text.map(PrivateKeyText.isSuspicious) ?? false }
    for var entry in set.entries {
      if PrivateKeyText.isSuspicious(entry.key) {
        found.append(Found(path: path, range: entry.keyRange))
        if PrivateKeyText.isCertain(entry.key) {
          diagnostics.report(.privateKey(path: path, at: entry.keyRange))
          continue
        }
      }
      let path = path.appending(entry.key)
      // The last line of a key whose lines are values of a set.
      if hasPart, let text = entry.value.text, text.utf8.count > 8, PrivateKeyText.isTail(text) {
        found.append(Found(path: path, range: entry.value.range))
      }
      found += withhold(&entry.value, path, &diagnostics)
      result.set(entry)
    }
    value.kind = .set(result)
    return found
  }

  /// Whether there is a private key in a value, or what may be part of one.
  private static func isSuspicious(_ value: DataValue) -> Bool {
    switch value.kind {
    case .string(let text), .path(let text): PrivateKeyText.isSuspicious(text)
    case .list(let values):
      values.contains(where: isSuspicious) || isSuspicious(values.compactMap(\.text))
    case .set(let set):
      set.entries.contains { PrivateKeyText.isSuspicious($0.key) || isSuspicious($0.value) }
    case .null, .bool, .int, .float, .invalid: false
    }
  }

  /// Texts of a list, each for itself and joined.
  private static func isSuspicious(_ texts: [String]) -> Bool {
    texts.contains(where: PrivateKeyText.isSuspicious)
      || areLines(texts) && PrivateKeyText.isSuspicious(texts.joined())
  }

  private static func isCertain(_ texts: [String]) -> Bool {
    texts.contains(where: PrivateKeyText.isCertain)
      || areLines(texts) && PrivateKeyText.isCertain(texts.joined())
  }

  /// Whether texts may be the lines of a key that was broken into short ones.
  private static func areLines(_ texts: [String]) -> Bool {
    texts.count > 1 && texts.allSatisfy(PrivateKeyText.isTail)
      && texts.dropLast().allSatisfy { $0.utf8.count >= 8 }
  }

  // MARK: - Diagnostics

  /// The diagnostics without anything of a private key. Those whose lines show part of one are marked;
  /// those that may repeat a part report the key instead.
  ///
  /// - Parameters:
  ///   - found: the values that must not be shown.
  ///   - owner: what the source is called.
  static func hide(
    in diagnostics: [Diagnostic], of source: SourceText, _ found: [Found] = [],
    owner: String = "the description"
  ) -> [Diagnostic] {
    if diagnostics.isEmpty { return [] }
    func lines(_ range: SourceRange) -> ClosedRange<Int> {
      let first = source.location(of: Int(range.start)).line
      return first...max(first, source.location(of: Int(range.end)).line)
    }
    let secret = found.reduce(into: SecretLines.find(in: source)) {
      if let range = $1.range { $0.formUnion(lines(range)) }
    }
    func shows(_ range: SourceRange) -> Bool { lines(range).contains(where: secret.contains) }

    var isTold = diagnostics.contains { $0.id == privateKey }
    var told: Set<SourceRange?> = Set(diagnostics.filter { $0.id == privateKey }.map(\.range))
    return diagnostics.compactMap { diagnostic in
      var diagnostic = diagnostic
      let isInside = found.first { $0.holds(diagnostic.range) }
      if !secret.isEmpty {
        diagnostic.notes.removeAll { $0.range.map(shows) ?? false }
        diagnostic.hidesExcerpt =
          diagnostic.hidesExcerpt || diagnostic.range.map(shows) ?? false
      }
      if diagnostic.id == privateKey { return diagnostic }
      if let isInside, diagnostic.severity == .error {
        guard told.insert(isInside.range).inserted else { return nil }
        return .privateKey(path: isInside.path, at: isInside.range)
      }
      let isRepeated =
        diagnostic.hidesExcerpt
        && (Diagnostic.syntaxIDs
          + [DiagnosticID.needsEvaluation.rawValue, DiagnosticID.jsonSyntax.rawValue])
          .contains(diagnostic.id)
      guard isRepeated || repeatsKey(diagnostic) else { return diagnostic }
      defer { isTold = true }
      if isTold { return nil }
      var told = Diagnostic.privateKey(path: owner, at: diagnostic.range)
      told.severity = diagnostic.severity
      return told
    }
  }

  private static let privateKey = DiagnosticID.privateKey.rawValue

  /// Whether the words of a diagnostic have part of a key.
  private static func repeatsKey(_ diagnostic: Diagnostic) -> Bool {
    PrivateKeyText.isSuspicious(diagnostic.message)
      || diagnostic.suggestion.map(PrivateKeyText.isSuspicious) ?? false
      || diagnostic.notes.contains { PrivateKeyText.isSuspicious($0.message) }
  }
}

extension DataValue {
  /// The text of a string or a path.
  fileprivate var text: String? {
    switch kind {
    case .string(let text), .path(let text): text
    default: nil
    }
  }
}
