import NixAST

/// Keeps private keys out of everything that is shown.
enum Secrets {
  /// Reports every string that holds a private key and makes it invalid, so that nothing behind
  /// this point ever sees one.
  static func withhold(_ value: inout DataValue, _ path: DataPath, _ diagnostics: inout Diagnostics)
  {
    guard isSecret(value) else { return }
    switch value.kind {
    case .string, .path:
      diagnostics.report(.privateKey(path: path, at: value.range))
      value.kind = .invalid
    case .list(var values):
      for index in values.indices {
        withhold(&values[index], path.appending(index), &diagnostics)
      }
      value.kind = .list(values)
    case .set(var set):
      set.changeValues { key, value in withhold(&value, path.appending(key), &diagnostics) }
      value.kind = .set(set)
    case .null, .bool, .int, .float, .invalid: return
    }
  }

  /// Whether there is a private key in a value.
  private static func isSecret(_ value: DataValue) -> Bool {
    switch value.kind {
    case .string(let text), .path(let text): SSHPublicKey.looksPrivate(text)
    case .list(let values): values.contains(where: isSecret)
    case .set(let set): set.entries.contains { isSecret($0.value) }
    case .null, .bool, .int, .float, .invalid: false
    }
  }

  /// Marks the diagnostics whose source lines show part of a private key. Those about the text itself,
  /// which may repeat what they found, tell of the key instead.
  static func hide(in diagnostics: [Diagnostic], of source: SourceText) -> [Diagnostic] {
    let secret = diagnostics.isEmpty ? [] : lines(of: source)
    guard !secret.isEmpty else { return diagnostics }
    func shows(_ range: SourceRange) -> Bool {
      let first = source.location(of: Int(range.start)).line
      let last = source.location(of: Int(range.end)).line
      return (first...max(first, last)).contains(where: secret.contains)
    }
    var isTold = diagnostics.contains { $0.id == DiagnosticID.privateKey.rawValue }
    return diagnostics.compactMap { diagnostic in
      var diagnostic = diagnostic
      diagnostic.notes.removeAll { $0.range.map(shows) ?? false }
      guard shows(diagnostic.range) else { return diagnostic }
      diagnostic.isSecret = true
      let repeatsText =
        Diagnostic.syntaxIDs.contains(diagnostic.id)
        || diagnostic.id == DiagnosticID.needsEvaluation.rawValue
      guard repeatsText else { return diagnostic }
      defer { isTold = true }
      return isTold ? nil : .privateKey(path: "the description", at: diagnostic.range)
    }
  }

  /// The lines, counted from 1, that show part of a private key: the one that begins it, and those
  /// behind it that look like its body.
  private static func lines(of source: SourceText) -> Set<Int> {
    var result: Set<Int> = []
    var number = 1
    var isInside = false
    while let line = source.line(number) {
      let begins = SSHPublicKey.looksPrivate(line)
      isInside = begins || isInside && looksLikeBody(line)
      if isInside { result.insert(number) }
      number += 1
    }
    return result
  }

  /// A line of base64, or a header such as `Proc-Type: 4,ENCRYPTED`.
  private static func looksLikeBody(_ line: String) -> Bool {
    line.utf8.allSatisfy { byte in
      ASCII.isNameByte(byte) || [0x09, 0x20, 0x2B, 0x2C, 0x2F, 0x3A, 0x3D].contains(byte)
    }
  }
}
