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
  /// The bindings of a part of a block: most make one, which needs no array.
  public enum Part {
    /// One binding.
    case one(Binding)
    /// Any number of bindings.
    case several([Binding])
  }

  /// One binding.
  public static func buildExpression(_ binding: Binding) -> Part { .one(binding) }
  /// Several bindings.
  public static func buildExpression(_ bindings: [Binding]) -> Part { .several(bindings) }
  /// A block of one part.
  public static func buildBlock(_ part: Part) -> Part { part }
  /// A block, which is made as a whole: one that grew would be copied with each of its parts.
  public static func buildBlock(_ parts: Part...) -> Part { buildArray(parts) }
  /// `if` without `else`.
  public static func buildOptional(_ part: Part?) -> Part { part ?? .several([]) }
  /// `if` with `else`, first branch.
  public static func buildEither(first part: Part) -> Part { part }
  /// `if` with `else`, second branch.
  public static func buildEither(second part: Part) -> Part { part }
  /// `for`.
  public static func buildArray(_ parts: [Part]) -> Part {
    var bindings: [Binding] = []
    bindings.reserveCapacity(parts.count)
    for part in parts {
      switch part {
      case .one(let binding): bindings.append(binding)
      case .several(let several): bindings += several
      }
    }
    return .several(bindings)
  }
  /// The bindings of the whole.
  public static func buildFinalResult(_ part: Part) -> [Binding] {
    switch part {
    case .one(let binding): [binding]
    case .several(let bindings): bindings
    }
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

  /// The binding without blank lines before it and its comments.
  public func unspaced() -> Binding {
    with { trivia in trivia.before = Array(trivia.before.drop { $0 == .blankLine }) }
  }

  private func with(_ change: (inout ItemTrivia) -> Void) -> Binding {
    var result = self
    change(&result.trivia)
    return result
  }
}
