/// The reference of keys in Markdown, made from the same tables that read them: the tables of
/// `docs/description.md`.
package enum KeyReference {
  /// The tables, one for each set of a description.
  package static var text: String {
    var text = ""
    for shape in objects(in: .object(DescriptionKeys.shape)) { section(shape, &text) }
    return text
  }

  /// The sets of a description, each once: the outer before the inner.
  static func objects(in root: Shape) -> [ObjectShape] {
    var found: [ObjectShape] = []
    var rest = [root]
    while !rest.isEmpty {
      switch rest.removeFirst() {
      case .object(let shape):
        if found.contains(where: { $0.title == shape.title }) { continue }
        found.append(shape)
        rest.insert(contentsOf: shape.keys.map(\.shape), at: 0)
      case .list(let element), .map(_, _, let element): rest.insert(element, at: 0)
      case .either(let shapes): rest.insert(contentsOf: shapes, at: 0)
      case .bool, .integer, .string, .enumeration, .path: continue
      }
    }
    return found
  }

  private static func section(_ shape: ObjectShape, _ text: inout String) {
    text += "\n## \(shape.title)\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
    for key in shape.keys {
      let fallback = key.isRequired ? "required" : key.defaultText ?? "–"
      text += "| `\(key.name)` | \(words(key.shape)) | \(fallback) | \(key.summary) |\n"
    }
  }

  private static func words(_ shape: Shape) -> String {
    switch shape {
    case .bool: "true or false"
    case .integer(let limits): "\(limits.lowerBound) to \(limits.upperBound)"
    case .string(let description, _): description
    case .enumeration(let texts): texts.map { "`\"\($0)\"`" }.joined(separator: ", ")
    case .path(let description): "path (\(description))"
    case .list(let element): "list: \(words(element))"
    case .map(_, _, let element): "set by name: \(words(element))"
    case .object: "set, see below"
    case .either(let shapes): shapes.map(words).joined(separator: ", or ")
    }
  }
}
