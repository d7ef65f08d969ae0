import NixAST

/// Keeps private keys out of everything that is shown.
enum Secrets {
  /// Reports every string that holds a private key and makes it invalid, so that nothing behind
  /// this point ever sees one.
  static func withhold(_ value: inout DataValue, _ path: KeyPath, _ findings: inout Findings) {
    switch value.kind {
    case .string(let text), .path(let text):
      guard SSHPublicKey.looksPrivate(text) else { return }
      findings.report(.privateKey(path: path, at: value.range))
      value.kind = .invalid
    case .list(var values):
      for index in values.indices {
        withhold(&values[index], path.appending(index), &findings)
      }
      value.kind = .list(values)
    case .set(var set):
      set.changeValues { key, value in withhold(&value, path.appending(key), &findings) }
      value.kind = .set(set)
    case .null, .bool, .int, .float, .invalid: return
    }
  }

  /// Marks the findings whose source lines show part of a private key.
  static func hide(in diagnostics: [Diagnostic], of source: SourceText) -> [Diagnostic] {
    let secret = lines(of: source)
    guard !secret.isEmpty else { return diagnostics }
    func shows(_ range: SourceRange) -> Bool {
      let first = source.location(of: Int(range.start)).line
      let last = source.location(of: Int(range.end)).line
      return (first...max(first, last)).contains(where: secret.contains)
    }
    return diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      let ranges = [diagnostic.range] + diagnostic.notes.compactMap(\.range)
      diagnostic.isSecret = diagnostic.isSecret || ranges.contains(where: shows)
      return diagnostic
    }
  }

  /// The lines, counted from 1, from one that begins a private key to the one that ends it.
  private static func lines(of source: SourceText) -> Set<Int> {
    var result: Set<Int> = []
    var number = 1
    var isInside = false
    while let line = source.line(number) {
      if SSHPublicKey.looksPrivate(line) { isInside = true }
      if isInside { result.insert(number) }
      if line.contains("-----END") { isInside = false }
      number += 1
    }
    return result
  }
}
