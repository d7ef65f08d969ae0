/// A ruleset of nftables: tables, their sets and chains, with comments. It is made of checked values
/// only (names of interfaces, addresses, numbers), so that nothing in it has to be escaped but for
/// the quotes around names.
struct PacketRules {
  var comment: [String]
  var tables: [Table]

  struct Table {
    var family: String
    var name: String
    var comment: [String]
    var sets: [Set]
    var chains: [Chain]
  }

  struct Set {
    var name: String
    var comment: String
    var type: String
    /// Its elements; nil for a set that packets fill, with its other properties.
    var elements: [String]
    var properties: [String] = []
    var keyword = "set"
  }

  struct Chain {
    var name: String
    var comment: String?
    /// Type, hook, priority and policy of a base chain.
    var hook: String?
    var rules: [Rule]
  }

  struct Rule {
    var comment: String?
    var text: String

    init(_ comment: String? = nil, _ parts: String...) {
      self.comment = comment
      text = parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}

extension PacketRules {
  /// The file that `nft -f` takes: it replaces the tables of the same names, all or nothing.
  var text: String {
    var lines = comment.map { "# \($0)" }
    for table in tables {
      lines.append("table \(table.family) \(table.name)")
      lines.append("delete table \(table.family) \(table.name)")
    }
    for table in tables {
      lines.append("")
      lines += table.comment.map { "# \($0)" }
      lines.append("table \(table.family) \(table.name) {")
      let parts = table.sets.map(\.lines) + table.chains.map(\.lines)
      lines += parts.joined(separator: [""]).map { $0.isEmpty ? "" : "  \($0)" }
      lines.append("}")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension PacketRules.Set {
  fileprivate var lines: [String] {
    var lines = ["# \(comment)", "\(keyword) \(name) {", "  type \(type)"]
    lines += properties.map { "  \($0)" }
    if !elements.isEmpty {
      lines.append("  elements = {")
      lines += elements.map { "    \($0)," }
      lines.append("  }")
    }
    return lines + ["}"]
  }
}

extension PacketRules.Chain {
  fileprivate var lines: [String] {
    var lines = (comment.map { ["# \($0)"] } ?? []) + ["chain \(name) {"]
    if let hook { lines.append("  \(hook)") }
    for rule in rules {
      lines += (rule.comment.map { ["  # \($0)"] } ?? []) + ["  \(rule.text)"]
    }
    return lines + ["}"]
  }
}

/// How values are written in rules.
enum RuleText {
  static func name(_ interface: InterfaceName) -> String { "\"\(interface)\"" }

  /// One value as it is, several as a set.
  static func anyOf(_ values: [String]) -> String {
    values.count == 1 ? values[0] : "{ \(values.joined(separator: ", ")) }"
  }

  static func names(_ interfaces: [InterfaceName]) -> String { anyOf(interfaces.map(name)) }

  static func ports(_ ranges: [PortRange]) -> String { anyOf(ranges.map(\.description)) }
}
