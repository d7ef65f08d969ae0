/// A place where two expressions are not the same program.
///
/// ```swift
/// let old: Expr = ["services.web": ["port": 80, "user": "www"]]
/// let new: Expr = ["services.web.port": 8080, "services.db": true]
/// for difference in new.differences(from: old) { print(difference) }
/// // services.db: added
/// // services.web.port: changed
/// // services.web.user: removed
/// ```
public struct Difference: Hashable, Sendable {
  /// A step from an expression to a part of it.
  public enum Step: Hashable, Sendable {
    /// Into the attribute of a set, or the binding of a `let`.
    case attribute(String)
    /// Into an attribute whose name is computed, as it is written: `${x}`.
    case computed(String)
    /// Into an element of a list, counted from 0.
    case element(Int)
  }

  /// A change.
  public enum Change: Hashable, Sendable {
    /// There is something where there was nothing.
    case added(Expr)
    /// There is nothing where there was something.
    case removed(Expr)
    /// There is something else.
    case changed(from: Expr, to: Expr)
  }

  /// The way to the place. Functions, `let`, `with` and `assert` that are the same on both sides take
  /// no step, nor does a set or list that the same is put behind on both sides, with `//` or `++`: what
  /// is in them is reported.
  public var path: [Step]
  /// The change at the path.
  public var change: Change
}

extension Difference: CustomStringConvertible {
  /// The path in Nix's words, without the change: `services.web.ports[1]`; empty for the whole.
  public var location: String {
    var text = ""
    for step in path {
      switch step {
      case .attribute(let name):
        text += (text.isEmpty ? "" : ".") + Escaping.name(name)
      case .computed(let name): text += (text.isEmpty ? "" : ".") + name
      case .element(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// The path, and whether it was added, removed or changed.
  public var description: String {
    let verb =
      switch change {
      case .added: "added"
      case .removed: "removed"
      case .changed: "changed"
      }
    return path.isEmpty ? verb : "\(location): \(verb)"
  }
}

extension Expr {
  /// Where the expression is not the same program as another, by attribute path, in the order of the
  /// paths' names. Empty exactly if there is no difference but in the order of attributes and in
  /// how nested sets are written: `a.b = 1;` is `a = { b = 1; };`.
  public func differences(from old: Expr) -> [Difference] {
    var comparison = Comparison()
    comparison.compare(old, self)
    return comparison.differences
  }
}
