extension Expr: Hashable {
  /// Whether both are the same program: positions, comments and the choice between two spellings take
  /// no part. Compared by what they are written as, without recursion, so that no depth is too much.
  public static func == (left: Expr, right: Expr) -> Bool {
    switch (left, right) {
    case (.variable(let left), .variable(let right)): return left == right
    case (.integer(let left), .integer(let right)): return left == right
    case (.float(let left), .float(let right)): return left == right
    case (.searchPath(let left), .searchPath(let right)): return left == right
    default: break
    }
    if case .string(let left) = left, case .string(let right) = right, let text = left.text {
      return right.text?.isSame(as: text) ?? false
    }
    guard left.level == right.level else { return false }
    let first = TreeWriter.canonicalTree(of: left)
    let second = TreeWriter.canonicalTree(of: right)
    return first.bytes == second.bytes && first.tokens == second.tokens
      && first.nodes == second.nodes
  }

  /// Adds the text that all equal expressions have.
  public func hash(into hasher: inout Hasher) {
    TreeWriter.canonicalTree(of: self).bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
