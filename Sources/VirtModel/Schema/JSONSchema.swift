/// The JSON Schema (draft 2020-12) of a description, made from the same tables that read it.
///
/// It refuses what a schema can refuse: unknown keys, wrong types, texts without their form, numbers
/// outside their limits. How values fit together is for ``Pipeline``.
public enum JSONSchema {
  /// The schema, as JSON text.
  public static var text: String {
    let body = object(DescriptionKeys.shape).members
    let head: [(String, Value)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("A description of nixvirt")),
    ]
    let kinds = [DescriptionKeys.keys.guests.name, DescriptionKeys.keys.hosts.name].map { key in
      Value.object([("required", .array([.string(key)]))])
    }
    return Value.object(head + body + [("anyOf", .array(kinds))]).text(indentation: 0) + "\n"
  }

  private indirect enum Value {
    case string(String)
    case number(Int)
    case bool(Bool)
    case array([Value])
    case object([(String, Value)])

    var members: [(String, Value)] {
      if case .object(let members) = self { members } else { [] }
    }

    func text(indentation: Int) -> String {
      let margin = String(repeating: " ", count: indentation + 2)
      let end = "\n" + String(repeating: " ", count: indentation)
      switch self {
      case .string(let text): return JSONSchema.quoted(text)
      case .number(let number): return String(number)
      case .bool(let bool): return String(bool)
      case .array(let values):
        return "[" + values.map { $0.text(indentation: indentation) }.joined(separator: ", ") + "]"
      case .object(let members) where members.isEmpty: return "{}"
      case .object(let members):
        let lines = members.map {
          "\(margin)\(JSONSchema.quoted($0.0)): \($0.1.text(indentation: indentation + 2))"
        }
        return "{\n" + lines.joined(separator: ",\n") + end + "}"
      }
    }
  }

  private static func object(_ shape: ObjectShape) -> Value {
    let properties = shape.keys.map { key in
      (key.name, described(key))
    }
    let required = shape.keys.filter(\.isRequired).map { Value.string($0.name) }
    var members: [(String, Value)] = [
      ("type", .string("object")), ("properties", .object(properties)),
      ("additionalProperties", .bool(false)),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    return .object(members)
  }

  private static func described(_ key: ObjectShape.Key) -> Value {
    let description = ("description", Value.string(key.summary))
    // null is the same as leaving a key out, which a required one cannot be.
    if key.isRequired { return .object([description] + value(key.shape).members) }
    return .object([
      description, ("anyOf", .array([value(key.shape), .object([("type", .string("null"))])])),
    ])
  }

  private static func value(_ shape: Shape) -> Value {
    switch shape {
    case .bool: return .object([("type", .string("boolean"))])
    case .integer(let limits):
      return .object([
        ("type", .string("integer")), ("minimum", .number(limits.lowerBound)),
        ("maximum", .number(limits.upperBound)),
      ])
    case .string(_, let pattern):
      let type = ("type", Value.string("string"))
      return .object(pattern.map { [type, ("pattern", .string($0))] } ?? [type])
    case .enumeration(let texts): return .object([("enum", .array(texts.map { .string($0) }))])
    case .path:
      return .object([("type", .string("string")), ("pattern", .string("^(/|\\./|\\.\\./)"))])
    case .list(let element):
      return .object([("type", .string("array")), ("items", value(element))])
    case .map(_, let pattern, let element):
      return .object([
        ("type", .string("object")), ("patternProperties", .object([(pattern, value(element))])),
        ("additionalProperties", .bool(false)),
      ])
    case .object(let shape): return object(shape)
    case .either(let shapes): return .object([("anyOf", .array(shapes.map(value)))])
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
