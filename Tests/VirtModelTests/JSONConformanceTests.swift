import NixAST
import Testing

@testable import VirtModel

/// RFC 8259, construct by construct: what is JSON, with its value, and what is none.
@Suite("JSON")
struct JSONConformanceTests {
  @Test(
    "what the grammar has is read",
    arguments: [
      // Section 2: structural characters and white space.
      ("[]", "[]"), ("{}", "{}"), (" [ ] ", "[]"), ("\t{\n}\r", "{}"), ("[[],{}]", "[[],{}]"),
      ("[ 1 , 2 ]", "[1,2]"), ("{ \"a\" : 1 , \"b\" : 2 }", "{a=1,b=2}"),
      // Section 3: literal names.
      ("null", "null"), ("true", "true"), ("false", "false"),
      ("[null,true,false]", "[null,true,false]"),
      // Section 4: objects. Names may be empty, and anything that a string may be.
      ("{\"\":0}", "{=0}"), ("{\"\\u0061\":0}", "{a=0}"),
      ("{\"a\":{\"b\":{\"c\":[]}}}", "{a={b={c=[]}}}"),
      ("{\"a\":1,\"A\":2}", "{a=1,A=2}"),
      // Section 5: arrays of values of any kinds.
      ("[1,\"1\",[1],{\"1\":1}]", "[1,\"1\",[1],{1=1}]"),
      // Section 6: numbers.
      ("0", "0"), ("-0", "0"), ("7", "7"), ("-7", "-7"), ("1234567890", "1234567890"),
      ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"),
      ("0.5", "0.5f"), ("-0.5", "-0.5f"), ("10.250", "10.25f"), ("1e2", "100.0f"),
      ("1E2", "100.0f"),
      ("1e+2", "100.0f"), ("1e-2", "0.01f"), ("1.5e3", "1500.0f"), ("0e0", "0.0f"),
      ("0.0e-0", "0.0f"),
      ("1e02", "100.0f"), ("1e308", "1e+308f"), ("5e-324", "5e-324f"), ("1e-400", "0.0f"),
      // Section 7: strings.
      ("\"\"", "\"\""), ("\"a b\"", "\"a b\""), ("\"\\\"\\\\\\/\"", "\"\"\\/\""),
      ("\"\\b\\f\\n\\r\\t\"", "\"\u{8}\u{C}\n\r\t\""), ("\"\\u0041\\u00e9\\u00E9\"", "\"Aéé\""),
      ("\"\\u20AC\\uFFFF\"", "\"€\u{FFFF}\""), ("\"\\uD834\\uDD1E\"", "\"\u{1D11E}\""),
      ("\"\\uDBFF\\uDFFF\"", "\"\u{10FFFF}\""), ("\"é€𝄞\"", "\"é€𝄞\""),
      ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""),
      ("\"\\u0000\"", "\"\0\""), ("\"{[,:]}//\"", "\"{[,:]}//\""),
    ])
  func accepts(text: String, value: String) throws {
    let (read, diagnostics) = Self.read(Array(text.utf8))
    #expect(diagnostics == [], "\(text)")
    #expect(Self.description(of: try #require(read)) == value, "\(text)")
  }

  @Test(
    "what the grammar lacks is refused, with a place",
    arguments: [
      // No value, or more than one.
      "", " ", "1 2", "[] []", "{}}", "[1]]", "\"a\" \"b\"", "nulltrue", "true false",
      // White space is space, tab, line feed and carriage return only.
      "\u{B}1", "\u{C}1", "\u{A0}1", "\u{2028}1", "[1\u{FEFF}]",
      // Literal names are lower case and whole.
      "Null", "TRUE", "nul", "tru", "fals", "nil", "undefined", "NaN", "Infinity", "-Infinity",
      // Objects.
      "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}",
      "{\"a\":}",
      "{:1}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}", "{\"a\"=1}",
      "{null:1}",
      "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
      // Arrays.
      "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[1:2]", "[\"a\",", "[1;2]",
      // Numbers.
      "+1", "01", "-01", "00", "-", ".5", "-.5", "5.", "1.e2", "1e", "1e+", "1E-", "1e2.5", "0x10",
      "1_000",
      "1,5", "--1", "- 1", "1.2.3", "1ee2", "9223372036854775808", "-9223372036854775809", "1e309",
      "-1e400",
      "１", "0b1", "1f", "1a",
      // Strings.
      "\"", "\"a", "'a'", "\"\\\"", "\"\\a\"", "\"\\x41\"", "\"\\u\"", "\"\\u12\"", "\"\\u12G4\"",
      "\"\\U0041\"",
      "\"\\u+041\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"", "\"\\uD800x\"",
      "\"\\uD800\\n\"",
      "\"\\uDD1E\\uD834\"", "\"\n\"", "\"\t\"", "\"\0\"", "\"\u{1F}\"", "\"\\", "\"\\ \"",
      "\"\\'\"",
      // Comments, and what other languages have.
      "// a\n1", "/* a */ 1", "# a\n1", "[1] // a", "`a`", "(1)", "<1>", "{\"a\":undefined}",
      "[1...2]", "\u{FEFF}1",
    ])
  func refuses(text: String) {
    let (read, diagnostics) = Self.read(Array(text.utf8))
    // The value of an object with a key that is given twice is read for what else there is.
    #expect(read == nil || diagnostics.contains { $0.id == "json-duplicate-key" }, "\(text)")
    #expect(diagnostics.count == 1, "\(text): \(diagnostics)")
    for diagnostic in diagnostics {
      #expect(diagnostic.id.hasPrefix("json-"))
      #expect(Int(diagnostic.range?.end ?? 0) <= text.utf8.count)
    }
  }

  @Test(
    "bytes that are not UTF-8 are refused in strings and elsewhere",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
      [0xFF], [0x5B, 0x80, 0x5D], [0xFE, 0xFF, 0x00, 0x31], [0xFF, 0xFE, 0x31, 0x00],
    ])
  func invalidBytes(bytes: [UInt8]) {
    let (read, diagnostics) = Self.read(bytes)
    #expect(read == nil)
    #expect(diagnostics.map(\.id) == ["json-syntax"])
  }

  @Test("nesting has a limit, with a diagnostic", arguments: ["[", "{\"a\":"])
  func depth(open: String) {
    let close = open == "[" ? "]" : "}"
    func nested(_ depth: Int) -> (DataValue?, [Diagnostic]) {
      let inner = open == "[" ? "" : "1"
      let text =
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
      return Self.read(Array(text.utf8))
    }
    #expect(nested(200).0 != nil)
    #expect(nested(201).1.map(\.id) == ["json-too-deep"])
    #expect(nested(100_000).1.map(\.id) == ["json-too-deep"])
  }

  // MARK: - Support

  private static func read(_ bytes: [UInt8]) -> (DataValue?, [Diagnostic]) {
    var json = JSONData(SourceText(name: "guests.json", bytes: bytes))
    let value = json.read()
    return (value, json.diagnostics)
  }

  private static func description(of value: DataValue) -> String {
    switch value.kind {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .float(let value): "\(value)f"
    case .string(let text): "\"\(text)\""
    case .path(let text): "path \(text)"
    case .list(let values): "[\(values.map(description(of:)).joined(separator: ","))]"
    case .set(let set):
      "{\(set.entries.map { "\($0.key)=\(description(of: $0.value))" }.joined(separator: ","))}"
    case .invalid: "invalid"
    }
  }
}
