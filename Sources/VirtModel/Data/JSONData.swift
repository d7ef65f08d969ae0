import NixAST

/// Reads JSON (RFC 8259) into the same values as Nix data, with positions. Duplicate keys are
/// refused, as Nix refuses them.
struct JSONData {
  private(set) var diagnostics: [Diagnostic] = []
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  /// An error after which nothing can be read.
  private struct Stop: Error {
    var diagnostic: Diagnostic
  }

  init(_ source: SourceText) {
    bytes = source.bytes
  }

  /// The value of the whole text; nil, with a diagnostic, if it is no JSON.
  mutating func read() -> DataValue? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      diagnostics.append(.jsonByteOrderMark(at: SourceRange(0..<3)))
      return nil
    }
    do throws(Stop) {
      skipWhitespace()
      let value = try value()
      skipWhitespace()
      if offset < bytes.count { throw unexpected("the end of the text") }
      return value
    } catch {
      diagnostics.append(error.diagnostic)
      return nil
    }
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipWhitespace() {
    while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
  }

  private mutating func value() throws(Stop) -> DataValue {
    let start = offset
    let kind: DataValue.Kind
    switch current {
    case UInt8(ascii: "{"): kind = try nested(Self.object)
    case UInt8(ascii: "["): kind = try nested(Self.array)
    case UInt8(ascii: "\""): kind = .string(try string())
    case let byte? where byte == UInt8(ascii: "-") || ASCII.isDigit(byte): kind = try number()
    case let byte? where ASCII.isLower(byte): kind = try word()
    default: throw unexpected("a value")
    }
    return DataValue(kind: kind, range: SourceRange(start..<offset))
  }

  private mutating func nested(
    _ read: (inout JSONData) throws(Stop) -> DataValue.Kind
  ) throws(Stop) -> DataValue.Kind {
    guard depth < 200 else {
      throw Stop(diagnostic: .jsonTooDeep(200, at: SourceRange(offset..<offset + 1)))
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  private static func object(_ json: inout JSONData) throws(Stop) -> DataValue.Kind {
    let open = json.offset
    json.offset += 1
    var set = DataSet()
    json.skipWhitespace()
    if json.take("}") { return .set(set) }
    repeat {
      try json.checkTrailingComma(before: "}")
      let start = json.offset
      guard json.current == UInt8(ascii: "\"") else {
        throw json.unexpected("a key in double quotes", opened: open)
      }
      let key = try json.string()
      let keyRange = SourceRange(start..<json.offset)
      json.skipWhitespace()
      guard json.take(":") else { throw json.unexpected("\":\"", opened: open) }
      json.skipWhitespace()
      let entry = DataSet.Entry(key: key, keyRange: keyRange, value: try json.value())
      if let first = set[key] {
        json.diagnostics.append(.jsonDuplicateKey(key, at: keyRange, first: first.keyRange))
      } else {
        set.set(entry)
      }
      json.skipWhitespace()
    } while json.take(",")
    guard json.take("}") else { throw json.unexpected("\",\" or \"}\"", opened: open) }
    return .set(set)
  }

  private static func array(_ json: inout JSONData) throws(Stop) -> DataValue.Kind {
    let open = json.offset
    json.offset += 1
    var elements: [DataValue] = []
    json.skipWhitespace()
    if json.take("]") { return .list(elements) }
    repeat {
      try json.checkTrailingComma(before: "]")
      elements.append(try json.value())
      json.skipWhitespace()
    } while json.take(",")
    guard json.take("]") else { throw json.unexpected("\",\" or \"]\"", opened: open) }
    return .list(elements)
  }

  /// Goes on to the next element: there must be one after a comma.
  private mutating func checkTrailingComma(before end: Unicode.Scalar) throws(Stop) {
    let comma = offset - 1
    skipWhitespace()
    if current == UInt8(ascii: end) {
      throw Stop(diagnostic: .jsonTrailingComma(at: SourceRange(comma..<comma + 1)))
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func word() throws(Stop) -> DataValue.Kind {
    let words: [(String, DataValue.Kind)] = [
      ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
    ]
    for (word, kind) in words where bytes[offset...].starts(with: word.utf8) {
      offset += word.utf8.count
      return kind
    }
    throw unexpected("a value")
  }

  private mutating func number() throws(Stop) -> DataValue.Kind {
    let start = offset
    _ = take("-")
    let isZero = current == UInt8(ascii: "0")
    let digits = try self.digits()
    if isZero, digits > 1 {
      throw Stop(diagnostic: .jsonLeadingZero(at: SourceRange(start..<offset)))
    }
    var isInteger = true
    if take(".") {
      isInteger = false
      _ = try self.digits()
    }
    if take("e") || take("E") {
      isInteger = false
      _ = take("+") || take("-")
      _ = try self.digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .int(value) }
    guard !isInteger, let value = Double(text), value.isFinite else {
      throw Stop(diagnostic: .jsonNumberOutOfRange(text, at: SourceRange(start..<offset)))
    }
    return .float(value)
  }

  private mutating func digits() throws(Stop) -> Int {
    let start = offset
    while let byte = current, ASCII.isDigit(byte) { offset += 1 }
    if offset == start { throw unexpected("a digit") }
    return offset - start
  }

  private func unexpected(_ expected: String, opened: Int? = nil) -> Stop {
    let place = SourceRange(offset..<min(offset + 1, bytes.count))
    if current == UInt8(ascii: "/") || current == UInt8(ascii: "#") {
      return Stop(diagnostic: .jsonComment(at: place))
    }
    var found = "the end of the text"
    if offset < bytes.count {
      let scalar = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).unicodeScalars.first
      found = scalar.map { "\"\($0)\"" } ?? found
    }
    return Stop(
      diagnostic: .jsonUnexpected(
        found: found, expected: expected, at: place,
        opened: opened.map { SourceRange($0..<$0 + 1) }))
  }
}

extension JSONData {
  private mutating func string() throws(Stop) -> String {
    let start = offset
    offset += 1
    var text: [UInt8] = []
    while let byte = current {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw Stop(diagnostic: .jsonInvalidUTF8(at: SourceRange(start..<offset)))
        }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20:
        throw Stop(diagnostic: .jsonControlCharacter(at: SourceRange(offset - 1..<offset)))
      default: text.append(byte)
      }
    }
    throw Stop(diagnostic: .jsonUnclosedString(at: SourceRange(start..<start + 1)))
  }

  private mutating func escape() throws(Stop) -> [UInt8] {
    let start = offset - 1
    guard let byte = current else { throw unexpected("an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return try scalar(start)
    default: throw Stop(diagnostic: .jsonUnknownEscape(at: SourceRange(start..<offset)))
    }
  }

  /// The character of `\uXXXX`, or of two that make a surrogate pair.
  private mutating func scalar(_ start: Int) throws(Stop) -> [UInt8] {
    var code = try codeUnit(start)
    if (0xD800...0xDBFF) ~= code {
      guard take("\\"), take("u") else { throw loneSurrogate(start) }
      let low = try codeUnit(start)
      guard (0xDC00...0xDFFF) ~= low else { throw loneSurrogate(start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw loneSurrogate(start) }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func codeUnit(_ start: Int) throws(Stop) -> UInt32 {
    let digits = bytes[offset...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(ASCII.isHexDigit),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw Stop(diagnostic: .jsonUnknownEscape(at: SourceRange(start..<offset))) }
    offset += 4
    return code
  }

  private func loneSurrogate(_ start: Int) -> Stop {
    Stop(diagnostic: .jsonLoneSurrogate(at: SourceRange(start..<offset)))
  }
}
