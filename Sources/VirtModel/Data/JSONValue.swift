/// A value of JSON, to be written: the one writer of reports, overviews, plans and the schema.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  /// The members, in the order in which they are written.
  case object([(String, JSONValue)])

  /// The value of an optional text.
  package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  /// The value of an optional number.
  package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }

  /// The text, a member or an element a line.
  package var text: String {
    var result = ""
    write(to: &result, lineStart: "\n")
    return result + "\n"
  }

  /// The text in one line, without a line break at its end.
  package var line: String {
    var result = ""
    write(to: &result, lineStart: nil)
    return result
  }

  /// - Parameter lineStart: a line break with the indentation; nil: everything is in one line.
  private func write(to result: inout String, lineStart: String?) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .string(let value): Self.write(value, to: &result)
    case .array(let values):
      Self.write(values, "[", "]", to: &result, lineStart) { value, result, lineStart in
        value.write(to: &result, lineStart: lineStart)
      }
    case .object(let members):
      Self.write(members, "{", "}", to: &result, lineStart) { member, result, lineStart in
        Self.write(member.0, to: &result)
        result += ": "
        member.1.write(to: &result, lineStart: lineStart)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to result: inout String,
    _ lineStart: String?, _ write: (Element, inout String, String?) -> Void
  ) {
    result += open
    let inner = lineStart.map { $0 + "  " }
    for (index, element) in elements.enumerated() {
      if index > 0 { result += inner == nil ? ", " : "," }
      result += inner ?? ""
      write(element, &result, inner)
    }
    if !elements.isEmpty { result += lineStart ?? "" }
    result += close
  }

  /// A string of JSON. Characters that control a terminal are written as escapes.
  private static func write(_ text: String, to result: inout String) {
    result += "\""
    if text.utf8.allSatisfy({ (0x20..<0x7F) ~= $0 && $0 != 0x22 && $0 != 0x5C }) {
      result += text
    } else {
      for scalar in text.unicodeScalars { write(scalar, to: &result) }
    }
    result += "\""
  }

  private static func write(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case _ where scalar.isHarmless: result.unicodeScalars.append(scalar)
    default:
      for unit in String(scalar).utf16 {
        let code = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.utf8.count) + code
      }
    }
  }
}
