// The one table of operators: how they are written, how tightly they bind, how they group. Parser,
// renderer and formatter derive everything from it.

/// How an operator groups with others of its level.
enum Associativity: UInt8 {
  /// `a - b - c` is `(a - b) - c`.
  case left
  /// `a ++ b ++ c` is `a ++ (b ++ c)`.
  case right
  /// `a == b == c` is an error.
  case none
}

/// A row of the table "Operators" in the Nix Reference Manual.
struct OperatorRow {
  let op: BinaryOperator
  let token: TokenKind
  /// The level as the manual counts: 1 is the tightest (selection), 15 the loosest (pipes).
  let level: Int
  let associativity: Associativity

  private init(
    _ op: BinaryOperator, _ token: TokenKind, _ level: Int, _ associativity: Associativity
  ) {
    self.op = op
    self.token = token
    self.level = level
    self.associativity = associativity
  }

  static let all = [
    OperatorRow(.concat, .concat, 5, .right),
    OperatorRow(.multiply, .multiply, 6, .left),
    OperatorRow(.divide, .divide, 6, .left),
    OperatorRow(.add, .plus, 7, .left),
    OperatorRow(.subtract, .minus, 7, .left),
    OperatorRow(.update, .update, 9, .right),
    OperatorRow(.less, .less, 10, .none),
    OperatorRow(.lessOrEqual, .lessOrEqual, 10, .none),
    OperatorRow(.greater, .greater, 10, .none),
    OperatorRow(.greaterOrEqual, .greaterOrEqual, 10, .none),
    OperatorRow(.equal, .equal, 11, .none),
    OperatorRow(.notEqual, .notEqual, 11, .none),
    OperatorRow(.and, .and, 12, .left),
    OperatorRow(.or, .or, 13, .left),
    OperatorRow(.implies, .implies, 14, .right),
    // These two are of one level, and cannot be mixed.
    OperatorRow(.pipeInto, .pipeInto, 15, .left),
    OperatorRow(.pipeFrom, .pipeFrom, 15, .right),
  ]

  /// The row of each kind of token, nil for one that is not a binary operator.
  static let byToken: [OperatorRow?] = {
    var rows = [OperatorRow?](repeating: nil, count: TokenKind.allCases.count)
    for row in all { rows[Int(row.token.rawValue)] = row }
    return rows
  }()

  /// A few rows are found faster by going through them than by a hash.
  static func row(of op: BinaryOperator) -> OperatorRow {
    for row in all where row.op == op { return row }
    return all[0]
  }
}

/// How tightly expressions other than binary operations hold together, on the scale of
/// ``OperatorRow/level``.
enum Level {
  /// A name, a literal, anything in brackets.
  static let term = 0
  static let selection = 1
  static let application = 2
  static let negation = 3
  static let hasAttr = 4
  static let not = 8
  /// Functions, `let`, `with`, `assert`, `if`.
  static let any = 16
}

extension TokenKind {
  /// The row of the operator that the token is, nil for other tokens.
  var operatorRow: OperatorRow? {
    rawValue >= TokenKind.concat.rawValue && rawValue <= TokenKind.pipeFrom.rawValue
      ? OperatorRow.byToken[Int(rawValue)] : nil
  }
}
