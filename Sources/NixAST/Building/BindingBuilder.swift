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
  public static func buildExpression(_ binding: Binding) -> Binding { binding }
  /// Several bindings.
  public static func buildExpression(_ bindings: [Binding]) -> [Binding] { bindings }
  /// A block without bindings.
  public static func buildBlock() -> [Binding] { [] }
  /// A block that starts with one binding.
  public static func buildPartialBlock(first: Binding) -> [Binding] { [first] }
  /// A block that starts with several bindings.
  public static func buildPartialBlock(first: [Binding]) -> [Binding] { first }
  /// One more binding.
  public static func buildPartialBlock(
    accumulated: consuming [Binding], next: Binding
  ) -> [Binding] {
    accumulated.append(next)
    return accumulated
  }
  /// Several more bindings.
  public static func buildPartialBlock(
    accumulated: consuming [Binding], next: [Binding]
  ) -> [Binding] {
    accumulated += next
    return accumulated
  }
  /// `if` without `else`.
  public static func buildOptional(_ part: [Binding]?) -> [Binding] { part ?? [] }
  /// `if` with `else`, first branch.
  public static func buildEither(first part: [Binding]) -> [Binding] { part }
  /// `if` with `else`, second branch.
  public static func buildEither(second part: [Binding]) -> [Binding] { part }
  /// `for`.
  public static func buildArray(_ parts: [[Binding]]) -> [Binding] { parts.flatMap(\.self) }
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
