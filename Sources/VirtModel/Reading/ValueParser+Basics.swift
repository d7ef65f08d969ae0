// Parsers of the basic types, and of values made of others.

extension ValueParser where Value == Bool {
  static var bool: ValueParser {
    ValueParser(shape: .bool) { value, path, findings in
      if case .bool(let bool) = value.kind { return bool }
      var suggestion: String?
      if case .string(let text) = value.kind, text == "true" || text == "false" {
        suggestion = "write \(text) without quotes"
      }
      findings.reportType(value, expected: "true or false", path, suggestion: suggestion)
      return nil
    }
  }
}

extension ValueParser where Value == Int {
  static func integer(_ limits: ClosedRange<Int>) -> ValueParser {
    ValueParser(shape: .integer(limits)) { value, path, findings in
      guard case .int(let integer) = value.kind else {
        var suggestion: String?
        if case .string(let text) = value.kind, Int(text) != nil {
          suggestion = "write \(text) without quotes"
        }
        findings.reportType(value, expected: "an integer", path, suggestion: suggestion)
        return nil
      }
      guard let result = Int(exactly: integer), limits.contains(result) else {
        findings.report(.outOfRange(integer, limits, path: path, at: value.range))
        return nil
      }
      return result
    }
  }
}

extension ValueParser {
  /// A text that a closure turns into the type, or into a report.
  static func text(
    _ description: String, pattern: String? = nil,
    _ parse: @escaping @Sendable (String, DataValue, KeyPath, inout Findings) -> Value?
  ) -> ValueParser {
    ValueParser(shape: .string(description: description, pattern: pattern)) {
      value, path, findings in
      guard case .string(let text) = value.kind else {
        findings.reportType(value, expected: "a string (\(description))", path)
        return nil
      }
      return parse(text, value, path, &findings)
    }
  }

  /// A text of a form: `parse` gives nil for one that does not have it.
  static func form(
    _ id: String, _ noun: String, rule: String, pattern: String? = nil,
    _ parse: @escaping @Sendable (String) -> Value?
  ) -> ValueParser {
    text(noun, pattern: pattern) { text, value, path, findings in
      if let result = parse(text) { return result }
      findings.report(.malformed(id, text, noun, rule: rule, path: path, at: value.range))
      return nil
    }
  }
}

extension ValueParser
where Value: RawRepresentable & CaseIterable, Value.RawValue == String, Value.AllCases: Sendable {
  /// One of the texts of an enumeration.
  static var choice: ValueParser {
    let known = Value.allCases.map(\.rawValue)
    return ValueParser(shape: .enumeration(known)) { value, path, findings in
      guard case .string(let text) = value.kind else {
        let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
        findings.reportType(value, expected: "one of \(list)", path)
        return nil
      }
      guard let result = Value(rawValue: text) else {
        findings.report(.unknownValue(text, known: known, path: path, at: value.range))
        return nil
      }
      return result
    }
  }
}

extension ValueParser {
  /// A list; elements that are wrong are reported and left out.
  static func list<Element>(_ element: ValueParser<Element>) -> ValueParser
  where Value == [Located<Element>] {
    ValueParser(shape: .list(element.shape)) { value, path, findings in
      guard case .list(let values) = value.kind else {
        findings.reportType(
          value, expected: "a list", path, suggestion: "put it in brackets: [ … ]")
        return nil
      }
      return values.enumerated().compactMap { index, value in
        element.read(value, path.appending(index), &findings).map { Located($0, at: value.range) }
      }
    }
  }

  /// A set with names of the user's choice; entries that are wrong are reported and left out.
  static func map<Name, Element>(
    _ noun: String, rule: String, pattern: String, id: String = "invalid-name",
    _ name: @escaping @Sendable (String) -> Name?, _ element: ValueParser<Element>
  ) -> ValueParser where Value == [Named<Name, Element>] {
    ValueParser(shape: .map(key: rule, keyPattern: pattern, element.shape)) {
      value, path, findings in
      guard case .set(let set) = value.kind else {
        findings.reportType(value, expected: "a set", path)
        return nil
      }
      var result: [Named<Name, Element>] = []
      result.reserveCapacity(set.entries.count)
      for entry in set.entries {
        let path = path.appending(entry.key)
        let content = element.read(entry.value, path, &findings)
        guard let name = name(entry.key) else {
          findings.report(
            .malformed(id, entry.key, noun, rule: rule, path: path, at: entry.keyRange))
          continue
        }
        if let content {
          result.append(Named(name: Located(name, at: entry.keyRange), content: content))
        }
      }
      return result
    }
  }

  /// A set with keys of ours.
  static func object(
    _ shape: ObjectShape, _ read: @escaping @Sendable (Fields, inout Findings) -> Value?
  ) -> ValueParser {
    ValueParser(shape: .object(shape)) { value, path, findings in
      Fields(value, shape, path, &findings).flatMap { read($0, &findings) }
    }
  }
}

/// Something that a description calls by a name of the user's choice.
public struct Named<Name: Sendable, Content: Sendable>: Sendable {
  /// The name.
  public var name: Located<Name>
  /// What it names.
  public var content: Content

  /// A named thing.
  public init(_ name: Name, _ content: Content) {
    self.init(name: Located(name), content: content)
  }

  init(name: Located<Name>, content: Content) {
    self.name = name
    self.content = content
  }
}
