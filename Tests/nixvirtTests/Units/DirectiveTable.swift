import Foundation
import Testing

/// What a unit must have, directive by directive: `key = JSON  # reason` on each line. A unit may have no
/// directive that is not in its table.
///
/// `NAME` stands for the guest's name, and `HASH` for 16 hexadecimal digits.
struct DirectiveTable {
  private var values: [String: String] = [:]

  /// Reads a table. It continues others: its own lines replace theirs.
  init(_ text: String, with others: DirectiveTable...) {
    for other in others { values.merge(other.values) { $1 } }
    for line in text.split(separator: "\n") {
      guard let equals = line.firstRange(of: " = "), let reason = line.firstRange(of: "  # "),
        !line[reason.upperBound...].isEmpty
      else {
        Issue.record("a line without a value or a reason: \(line)")
        continue
      }
      values[String(line[..<equals.lowerBound])] = line[equals.upperBound..<reason.lowerBound]
        .trimmingCharacters(in: .whitespaces)
    }
  }

  /// The table without a directive of those that it continues.
  func without(_ key: String) -> DirectiveTable {
    var result = self
    result.values[key] = nil
    return result
  }

  /// The directives that a unit has otherwise, not at all, or too many.
  func differences(from unit: [String: Any], of guest: String = "") throws -> [String] {
    var found: [String: String] = [:]
    try Self.flatten(unit, "", into: &found)
    let expected = values.mapValues { $0.replacing("NAME", with: guest) }
    return Set(found.keys).union(expected.keys).sorted().compactMap { key in
      let present = found[key].map {
        expected[key] == "\"HASH\"" ? $0.replacing(/[0-9a-f]{16}/, with: "HASH") : $0
      }
      return present == expected[key]
        ? nil : "\(key): \(expected[key] ?? "nothing"), not \(present ?? "nothing")"
    }
  }

  private static func flatten(
    _ value: Any, _ path: String, into found: inout [String: String]
  ) throws {
    guard let set = value as? [String: Any] else {
      let data = try JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes])
      found[path] = String(decoding: data, as: UTF8.self)
      return
    }
    // What mkIf leaves out, see evaluate.nix.
    if set["ignored"] != nil { return }
    for (key, value) in set {
      try flatten(value, path.isEmpty ? key : "\(path).\(key)", into: &found)
    }
  }
}
