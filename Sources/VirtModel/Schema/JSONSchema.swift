/// The JSON Schema (draft 2020-12) of a description, made from the same tables that read it.
///
/// It refuses what a schema can refuse: unknown keys, wrong types, texts without their form, numbers
/// outside their limits. How values fit together is for ``Pipeline``.
public enum JSONSchema {
  /// The schema, as JSON text.
  public static var text: String {
    let body = members(
      of: DescriptionKeys.shape,
      more: [
        (
          DescriptionFormat.schemaKey,
          .object([
            ("description", .string("The schema that an editor checks this file with.")),
            ("type", .string("string")),
          ])
        )
      ])
    let head: [(String, JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("A nixvirt description")),
    ]
    let kinds = [DescriptionKeys.keys.guests.name, DescriptionKeys.keys.hosts.name].map { key in
      JSONValue.object([("required", .array([.string(key)]))])
    }
    // Each set once, although a guest's keys are those of `defaults` and of each host of a fleet.
    let sets = KeyReference.objects(in: .object(DescriptionKeys.shape)).dropFirst().map { shape in
      (name(of: shape), JSONValue.object(members(of: shape)))
    }
    return JSONValue.object(head + body + [("anyOf", .array(kinds)), ("$defs", .object(sets))]).text
  }

  /// The name of a set in the schema: `guest`, where messages have "a guest".
  private static func name(of shape: ObjectShape) -> String {
    let words = shape.noun.split(separator: " ")
    let isArticle = words.first == "a" || words.first == "an"
    return words.dropFirst(isArticle ? 1 : 0).joined(separator: "-")
  }

  private static func members(
    of shape: ObjectShape, more: [(String, JSONValue)] = []
  ) -> [(String, JSONValue)] {
    let properties = more + shape.keys.map { key in (key.name, described(key)) }
    let required = shape.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    var members: [(String, JSONValue)] = [
      ("type", .string("object")), ("properties", .object(properties)),
      ("additionalProperties", .bool(false)),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    return members
  }

  private static func described(_ key: ObjectShape.Key) -> JSONValue {
    let fallback = key.defaultText.flatMap(literal)
    let derived = fallback == nil ? key.defaultText.map { " Default: \($0)." } : nil
    let description = ("description", JSONValue.string(key.summary + (derived ?? "")))
    // null is the same as leaving a key out, which a required one cannot be.
    if key.isRequired { return .object([description] + members(of: key.shape)) }
    return .object(
      [
        description, ("anyOf", .array([value(key.shape), .object([("type", .string("null"))])])),
      ] + (fallback.map { [("default", $0)] } ?? []))
  }

  /// The value of a default that is one literal of Nix in Markdown, such as `` `false` ``; nil for one
  /// that follows from other keys.
  private static func literal(_ text: String) -> JSONValue? {
    guard text.hasPrefix("`"), text.hasSuffix("`"), text.count > 2 else { return nil }
    let code = text.dropFirst().dropLast()
    switch code {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "[ ]": return .array([])
    case "{ }": return .object([])
    default: break
    }
    if let number = Int64(code) { return .integer(number) }
    guard code.hasPrefix("\""), code.hasSuffix("\""), code.count > 1 else { return nil }
    let content = code.dropFirst().dropLast()
    let isPlain = content.allSatisfy { !["\"", "\\", "$", "`"].contains($0) }
    return isPlain ? .string(String(content)) : nil
  }

  private static func value(_ shape: Shape) -> JSONValue { .object(members(of: shape)) }

  private static func members(of shape: Shape) -> [(String, JSONValue)] {
    switch shape {
    case .bool: return [("type", .string("boolean"))]
    case .integer(let limits):
      return [
        ("type", .string("integer")), ("minimum", JSONValue(limits.lowerBound)),
        ("maximum", JSONValue(limits.upperBound)),
      ]
    case .string(_, let pattern):
      let type = ("type", JSONValue.string("string"))
      return pattern.map { [type, ("pattern", .string($0))] } ?? [type]
    case .enumeration(let texts): return [("enum", .array(texts.map { .string($0) }))]
    case .path:
      return [("type", .string("string")), ("pattern", .string("^(/|\\./|\\.\\./)"))]
    case .list(let element):
      return [("type", .string("array")), ("items", value(element))]
    case .map(_, let pattern, let element):
      return [
        ("type", .string("object")), ("patternProperties", .object([(pattern, value(element))])),
        ("additionalProperties", .bool(false)),
      ]
    case .object(let shape): return [("$ref", .string("#/$defs/\(name(of: shape))"))]
    case .either(let shapes): return [("anyOf", .array(shapes.map(value)))]
    }
  }
}
