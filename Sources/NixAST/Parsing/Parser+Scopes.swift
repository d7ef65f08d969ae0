// let, with, assert, if.

extension Parser {
  mutating func letIn() throws(Failure) -> LetIn {
    let start = token
    advance()
    let bindings = try bindings(until: .inKeyword)
    let closing = takeTrivia()
    guard token.kind == .inKeyword else {
      throw unexpected("a binding or \"in\"", notes: [.init("of the let here", at: start.range)])
    }
    advance()
    let body = try expression()
    return LetIn(bindings, in: body, closing: closing, range: range(from: start.start))
  }

  mutating func with() throws(Failure) -> With {
    let start = token.start
    advance()
    let scope = try expression()
    try expect(.semicolon, "\";\" behind what \"with\" brings into scope")
    let body = try expression()
    return With(scope, body, range: range(from: start))
  }

  mutating func assertion() throws(Failure) -> Assert {
    let start = token.start
    advance()
    let condition = try expression()
    try expect(.semicolon, "\";\" behind the condition of \"assert\"")
    let body = try expression()
    return Assert(condition, body, range: range(from: start))
  }

  /// `if a then b else if c then d else e`: in a loop, so that a long chain takes no deep stack.
  mutating func conditional() throws(Failure) -> IfElse {
    var branches = [try branch()]
    while token.kind == .ifKeyword {
      branches.append(try branch())
      guard branches.count < Expr.maximumChain - chainHeight else {
        throw report(.tooManyBranches(Expr.maximumChain, at: token.range))
      }
    }
    var otherwise = try expression()
    chainHeight += branches.count - 1
    let first = branches.removeFirst()
    for (condition, then, start) in branches.reversed() {
      otherwise = .ifElse(
        IfElse(condition, then: then, else: otherwise, range: range(from: start)))
    }
    return IfElse(
      first.condition, then: first.then, else: otherwise, range: range(from: first.start))
  }

  /// `if condition then value else`
  private mutating func branch() throws(Failure) -> (condition: Expr, then: Expr, start: Int) {
    let start = token
    let notes = [Diagnostic.Note("of the if here", at: start.range)]
    advance()
    let condition = try expression()
    try expect(.thenKeyword, "\"then\"", notes: notes)
    let then = try expression()
    guard token.kind == .elseKeyword else {
      throw unexpected("\"else\"", notes: notes, suggestion: "every if has an else in Nix")
    }
    advance()
    return (condition, then, start.start)
  }
}
