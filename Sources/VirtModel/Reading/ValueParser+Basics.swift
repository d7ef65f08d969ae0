// Parsers of the basic types, and of values made of others.

extension ValueParser where Value == Bool {
  static var bool: ValueParser {
    ValueParser(shape: .bool) { value, path, diagnostics in
      if case .bool(let bool) = value.kind { return bool }
      diagnostics.reportType(
        value, expected: "true or false", path, suggestion: ValueHints.bool(value))
      return nil
    }
  }
}

extension ValueParser where Value == Int {
  /// - Parameter unit: what people write behind the number, although it is none of a value's.
  static func integer(_ limits: ClosedRange<Int>, unit: String? = nil) -> ValueParser {
    ValueParser(shape: .integer(limits)) { value, path, diagnostics in
      guard case .int(let integer) = value.kind else {
        diagnostics.reportType(
          value, expected: "an integer", path,
          suggestion: ValueHints.integer(value, unit: unit))
        return nil
      }
      guard let result = Int(exactly: integer), limits.contains(result) else {
        diagnostics.report(.outOfRange(integer, limits, path: path, at: value.range))
        return nil
      }
      return result
    }
  }
}

extension ValueParser where Value == Duration {
  /// A duration, written as a number of seconds.
  static func seconds(_ limits: ClosedRange<Int>) -> ValueParser {
    let seconds = ValueParser<Int>.integer(limits, unit: "s")
    return ValueParser(shape: seconds.shape) { value, path, diagnostics in
      seconds.read(value, path, &diagnostics).map { .seconds($0) }
    }
  }
}

extension ValueParser {
  /// A text that a closure turns into the type, or into a report.
  ///
  /// - Parameter hint: what to write for a value of another type.
  static func text(
    _ description: String, pattern: String? = nil,
    hint: @escaping @Sendable (DataValue) -> String? = { _ in nil },
    _ parse: @escaping @Sendable (String, DataValue, DataPath, inout Diagnostics) -> Value?
  ) -> ValueParser {
    ValueParser(shape: .string(description: description, pattern: pattern)) {
      value, path, diagnostics in
      guard case .string(let text) = value.kind else {
        diagnostics.reportType(
          value, expected: "a string (\(description))", path,
          suggestion: hint(value) ?? ValueHints.text(value))
        return nil
      }
      return parse(text, value, path, &diagnostics)
    }
  }

  /// A text of a form: `parse` gives nil for one that does not have it.
  ///
  /// - Parameter hint: what to write for a value that is nearly right.
  static func form(
    _ id: DiagnosticID, _ noun: String, rule: String, pattern: String? = nil,
    hint: @escaping @Sendable (DataValue) -> String? = { _ in nil },
    _ parse: @escaping @Sendable (String) -> Value?
  ) -> ValueParser {
    text(noun, pattern: pattern, hint: hint) { text, value, path, diagnostics in
      if let result = parse(text) { return result }
      diagnostics.report(
        .malformed(
          id, text, noun, rule: rule, path: path, at: value.range, suggestion: hint(value)))
      return nil
    }
  }
}

extension ValueParser
where Value: RawRepresentable & CaseIterable, Value.RawValue == String, Value.AllCases: Sendable {
  /// One of the texts of an enumeration.
  static var choice: ValueParser {
    let known = Value.allCases.map(\.rawValue)
    return ValueParser(shape: .enumeration(known)) { value, path, diagnostics in
      guard case .string(let text) = value.kind else {
        let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
        diagnostics.reportType(value, expected: "one of \(list)", path)
        return nil
      }
      guard let result = Value(rawValue: text) else {
        diagnostics.report(.unknownValue(text, known: known, path: path, at: value.range))
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
    ValueParser(shape: .list(element.shape)) { value, path, diagnostics in
      guard case .list(let values) = value.kind else {
        diagnostics.reportType(
          value, expected: "a list", path, suggestion: "put it in brackets: [ … ]")
        return nil
      }
      return values.enumerated().compactMap { index, value in
        element.read(value, path.appending(index), &diagnostics).map {
          Located($0, at: value.range)
        }
      }
    }
  }

  /// A set with names of the user's choice; entries that are wrong are reported and left out.
  static func map<Name, Element>(
    _ noun: String, rule: String, pattern: String, id: DiagnosticID = .invalidName,
    _ name: @escaping @Sendable (String) -> Name?, _ element: ValueParser<Element>
  ) -> ValueParser where Value == [Named<Name, Element>] {
    ValueParser(shape: .map(key: rule, keyPattern: pattern, element.shape)) {
      value, path, diagnostics in
      guard case .set(let set) = value.kind else {
        diagnostics.reportType(
          value, expected: "a set", path, suggestion: ValueHints.map(value, path))
        return nil
      }
      var result: [Named<Name, Element>] = []
      result.reserveCapacity(set.entries.count)
      for entry in set.entries {
        let path = path.appending(entry.key)
        let content = element.read(entry.value, path, &diagnostics)
        guard let name = name(entry.key) else {
          diagnostics.report(
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
}
