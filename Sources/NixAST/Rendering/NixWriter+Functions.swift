// Functions.

extension NixWriter {
  mutating func lambda(_ lambda: Lambda) {
    switch lambda.param {
    case .identifier: plainLambda(lambda)
    case .pattern(let pattern): patternLambda(pattern, lambda.body)
    }
  }

  private mutating func patternLambda(_ pattern: Pattern, _ body: Expr) {
    if let bind = pattern.bind, !pattern.bindsBehind { text("\(bind)@") }
    self.pattern(pattern)
    if let bind = pattern.bind, pattern.bindsBehind { text("@\(bind)") }
    text(":")
    spacing(.line)
    if body.isAbsorbableTerm {
      group { $0.expr(body, wide: true) }
    } else {
      expr(body)
    }
  }

  private mutating func pattern(_ pattern: Pattern) {
    if pattern.formals.isEmpty, !pattern.hasEllipsis, pattern.closing.isEmpty {
      return text("{ }")
    }
    let separator: Spacing = pattern.isOnOneLine ? .line : .hardLine
    group { writer in
      writer.text("{")
      writer.spacing(separator)
      writer.nest { writer in
        for (index, formal) in pattern.formals.enumerated() {
          if index > 0 { writer.spacing(separator) }
          let isLast = index == pattern.formals.count - 1 && !pattern.hasEllipsis
          writer.formal(formal, isLast: isLast)
        }
        if pattern.hasEllipsis || !pattern.closing.isEmpty {
          if !pattern.formals.isEmpty { writer.spacing(separator) }
          writer.before(pattern.closing)
          if pattern.hasEllipsis { writer.text("...") }
        }
      }
      writer.spacing(separator)
      writer.text("}")
    }
  }

  private mutating func formal(_ formal: Formal, isLast: Bool) {
    before(formal.trivia.before)
    if let value = formal.defaultValue {
      group { writer in
        writer.text(formal.name.name)
        writer.spacing(.hardSpace)
        writer.nest { writer in
          writer.text("?")
          writer.rightHandSide(value)
        }
        if !isLast { writer.text(",") }
      }
    } else {
      text(formal.name.name)
      if !isLast { text(",") }
    }
    if isLast { doc.onlyBroken(",") }
    after(formal.trivia.after)
  }

  private mutating func plainLambda(_ lambda: Lambda) {
    var names: [String] = []
    var body = Expr.lambda(lambda)
    while case .lambda(let inner) = body, case .identifier(let name) = inner.param {
      names.append(name.name)
      body = inner.body
    }
    let head = names.map { "\($0):" }.joined(separator: " ")
    group { writer in
      writer.spacing(.line0)
      writer.text(head)
      if body.isAbsorbable {
        writer.spacing(.hardSpace)
        writer.group(.priority) { $0.absorbed(body, wide: false) }
      } else {
        writer.spacing(names.count > 2 ? .hardLine : .line)
        writer.expr(body)
      }
    }
  }
}

extension Pattern {
  fileprivate var isOnOneLine: Bool {
    formals.count <= 2 && closing.isEmpty
      && formals.allSatisfy { $0.defaultValue == nil && $0.trivia.isEmpty }
  }
}
