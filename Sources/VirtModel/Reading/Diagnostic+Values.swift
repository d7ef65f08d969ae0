import NixAST

// Wordings for single values: types, keys, forms.

extension Diagnostic {
  static func wrongType(
    _ value: DataValue, expected: String, path: DataPath, suggestion: String? = nil
  ) -> Diagnostic {
    let subject = path.description.isEmpty ? "a description" : path.description
    return Diagnostic(
      .wrongType, "\(subject) must be \(expected), not \(value.noun)", at: value.range,
      suggestion: suggestion)
  }

  static func unknownKey(
    _ key: String, of owner: String, known: [String], suggestion: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .unknownKey, "\(owner) has no key \(quoted(key))", at: range,
      suggestion: suggestion ?? "the keys are \(known.joined(separator: ", "))")
  }

  static func missingKey(
    _ key: String, path: some CustomStringConvertible, at range: SourceRange?, suggestion: String
  ) -> Diagnostic {
    let owner = path.description.isEmpty ? "the description" : path.description
    return Diagnostic(
      .missingKey, "\(owner) has no \(key)", at: range, suggestion: suggestion)
  }

  static func unknownValue(
    _ text: String, known: [String], path: DataPath, at range: SourceRange?
  ) -> Diagnostic {
    let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
    return Diagnostic(
      .unknownValue, "\(path) must be one of \(list), not \(quoted(text))", at: range,
      suggestion: Spelling.nearest(to: text, among: known).map { "write \"\($0)\"" })
  }

  static func outOfRange(
    _ value: Int64, _ range: ClosedRange<Int>, path: DataPath, at place: SourceRange?
  ) -> Diagnostic {
    let limits =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    return Diagnostic(.outOfRange, "\(path) must be \(limits), not \(value)", at: place)
  }

  /// A text that does not have the form of its type.
  static func malformed(
    _ id: DiagnosticID, _ text: String, _ noun: String, rule: String, path: DataPath,
    at range: SourceRange?, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      id, "\(path): \(quoted(text)) is not \(noun): \(rule)", at: range, suggestion: suggestion)
  }

  static func sizeWithoutUnit(_ count: String, path: DataPath, at range: SourceRange?) -> Diagnostic
  {
    Diagnostic(
      .sizeWithoutUnit, "\(path): \(count) has no unit", at: range,
      suggestion: "write \"\(count)m\" for mebibytes or \"\(count)g\" for gibibytes")
  }

  static func privateKey(path: some CustomStringConvertible, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .privateKey, "\(path) contains a private key, or part of one", at: range, hidesExcerpt: true,
      suggestion: "remove it and write the public key, the line in the .pub file; treat the key"
        + " pair as compromised if this file was ever shared")
  }

  static func invalidSSHKey(
    _ problem: SSHPublicKey.Problem, path: DataPath, at range: SourceRange?
  ) -> Diagnostic {
    let types = SSHPublicKey.types.joined(separator: ", ")
    let (message, suggestion): (String, String?) =
      switch problem {
      case .isPrivate: ("a private key", nil)
      case .unknownType(let type):
        (
          "the public key starts with \(quoted(type)), which is not a key type",
          "write the line of a .pub file; it starts with one of \(types)"
        )
      case .blobMissing:
        (
          "there is no key after the key type",
          "write the whole line of a .pub"
            + " file"
        )
      case .blobNotBase64:
        ("the key after the key type is not valid base64", "copy the line of the .pub file again")
      case .blobCut: ("the key is cut off", "copy the whole line of the .pub file")
      case .typeMismatch(let inner):
        (
          "the key itself names the type \(quoted(inner)), not the type in front of it",
          "copy the line of the .pub file again"
        )
      case .controlCharacter:
        (
          "the key contains a line break or another control character",
          "write each key as a"
            + " separate string"
        )
      }
    return Diagnostic(
      .invalidSSHKey, "\(path): \(message)", at: range, suggestion: suggestion)
  }
}
