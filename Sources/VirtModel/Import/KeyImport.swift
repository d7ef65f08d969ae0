import NixAST

/// The public keys in the strings of a module, wherever they are.
struct KeyImport {
  /// A key with the place of its string.
  struct Found {
    var key: SSHPublicKey
    var range: SourceRange
  }

  private(set) var keys: [Found] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ expr: Expr) {
    var strings: [Str] = []
    expr.forEachPart { if case .string(let string) = $0 { strings.append(string) } }
    for string in strings {
      let range = string.range ?? SourceRange(0..<0)
      for case .text(let text) in string.parts {
        if PrivateKeyText.isSuspicious(text) {
          diagnostics.append(.privateKeyNotImported(at: range))
        } else {
          keys += Self.keys(in: text).map { Found(key: $0, range: range) }
        }
      }
    }
    keys.sort { $0.range < $1.range }
  }

  /// The keys of a text, each on a line or in quotes of a script.
  private static func keys(in text: String) -> [SSHPublicKey] {
    guard SSHPublicKey.types.contains(where: { text.contains($0) }) else { return [] }
    return text.split { $0 == "\n" || $0 == "\r\n" || $0 == "\"" || $0 == "'" }
      .compactMap { line in
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        return try? SSHPublicKey(parsing: String(trimmed))
      }
  }
}
