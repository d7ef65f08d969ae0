import NixAST

/// Which guests of a module have something: decided when the module is written if none or all have
/// it, and by a test in the module if only some do.
enum Presence {
  case never
  case always
  /// A test of the emitted module, with the variables `name` and `guest`.
  case when(Expr)

  /// Whether any guest has it.
  var isPossible: Bool {
    if case .never = self { false } else { true }
  }

  /// Whether all guests have it.
  var isCertain: Bool {
    if case .always = self { true } else { false }
  }

  /// The guests that have this or something else.
  func or(_ other: Presence) -> Presence {
    switch (self, other) {
    case (.never, let one), (let one, .never): one
    case (.always, _), (_, .always): .always
    case (.when(let test), .when(let second)): .when(.op(test, .or, second))
    }
  }

  /// A list for the guests that have it; nil if none do.
  func optionals(_ list: Expr) -> Expr? {
    switch self {
    case .never: nil
    case .always: list
    case .when(let test): Nix.lib["optionals"](test, list)
    }
  }

  /// A text for the guests that have it; nil if none do.
  func optionalString(_ text: Expr) -> Expr? {
    switch self {
    case .never: nil
    case .always: text
    case .when(let test): Nix.lib["optionalString"](test, text)
    }
  }

  /// One value for the guests that have it, another for the others.
  func choice(_ value: Expr, else other: Expr) -> Expr {
    switch self {
    case .never: other
    case .always: value
    case .when(let test): .ifElse(test, then: value, else: other)
    }
  }

  /// A set for the guests that have it; nil if none do.
  func optionalAttrs(_ set: Expr) -> Expr? {
    switch self {
    case .never: nil
    case .always: set
    case .when(let test): Nix.lib["optionalAttrs"](test, set)
    }
  }
}
