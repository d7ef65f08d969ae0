/// Builds the bindings of a set or a `let`, one a line, with Swift's `if` and `for`:
///
/// ```swift
/// Expr.set {
///   Binding.inherit("lib")
///   "networking.hostName" => "alice"
///   for tap in taps { Attrpath("networking", "interfaces", tap) => ["virtual": true] }
/// }
/// ```
@resultBuilder
public enum BindingBuilder {
  /// One binding.
  public static func buildExpression(_ binding: Binding) -> [Binding] { [binding] }
  /// Several bindings.
  public static func buildExpression(_ bindings: [Binding]) -> [Binding] { bindings }
  /// A block, which is made as a whole: one that grew would be copied with each of its parts.
  public static func buildBlock(_ parts: [Binding]...) -> [Binding] { buildArray(parts) }
  /// `if` without `else`.
  public static func buildOptional(_ part: [Binding]?) -> [Binding] { part ?? [] }
  /// `if` with `else`, first branch.
  public static func buildEither(first part: [Binding]) -> [Binding] { part }
  /// `if` with `else`, second branch.
  public static func buildEither(second part: [Binding]) -> [Binding] { part }
  /// `for`.
  public static func buildArray(_ parts: [[Binding]]) -> [Binding] {
    var bindings: [Binding] = []
    bindings.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { bindings += part }
    return bindings
  }
}

infix operator => : AssignmentPrecedence

extension Attrpath {
  /// A binding: `"a.b" => 1` is `a.b = 1;`.
  public static func => (path: Attrpath, value: Expr) -> Binding {
    .attr(AttrpathValue(path, value))
  }
}

extension Binding {
  /// `inherit a b;`
  public static func inherit(_ names: Inherit.Name...) -> Binding {
    .inherit(Inherit(names))
  }

  /// `inherit (source) a b;`
  public static func inherit(_ names: Inherit.Name..., from source: Expr) -> Binding {
    .inherit(Inherit(names, from: source))
  }

  /// The binding with comment lines before it, a line of the text each.
  public func commented(_ text: String) -> Binding {
    with { $0.before.append(.comment(text)) }
  }

  /// The binding with a comment behind it.
  public func noted(_ text: String) -> Binding {
    with { $0.after = text }
  }

  /// The binding with a blank line, and then what it has already, before it.
  public func spaced() -> Binding {
    with { $0.before.insert(.blankLine, at: 0) }
  }

  private func with(_ change: (inout ItemTrivia) -> Void) -> Binding {
    var result = self
    change(&result.trivia)
    return result
  }
}
