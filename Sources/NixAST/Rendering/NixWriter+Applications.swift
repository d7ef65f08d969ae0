// Applications and parentheses.

extension NixWriter {
  /// A call with the spacings that its place puts before and behind it.
  mutating func call(
    _ apply: Apply, before: Spacing? = nil, behind: Spacing? = nil, inParentheses: Bool = false,
    mayBreak: Bool = false
  ) {
    let function = Operand(apply.function, atMost: Level.application)
    let arguments = apply.arguments.map { Operand($0, atMost: Level.selection) }
    call(
      function, arguments[...], before: before, behind: behind, inParentheses: inParentheses,
      isSimple: !mayBreak && apply.isSimple)
  }

  mutating func call(
    _ function: Operand, _ arguments: ArraySlice<Operand>, before: Spacing?, behind: Spacing?,
    inParentheses: Bool, isSimple: Bool
  ) {
    guard let last = arguments.last else { return }
    let head = arguments.dropLast()
    if isSimple, callOnOneLine(function, head, last, before: before) { return }
    if let list = last.asList, let other = head.last?.asList {
      return group { writer in
        if let before { writer.spacing(before) }
        writer.group(.transparent) {
          $0.head(function, head.dropLast(), inParentheses: inParentheses)
        }
        for list in [other, list] {
          writer.spacing(.line)
          writer.nest { writer in writer.group { $0.innerList(list) } }
        }
        if let behind { writer.spacing(behind) }
      }
    }
    group { writer in
      if let before { writer.spacing(before) }
      writer.group(.transparent) { $0.head(function, head, inParentheses: inParentheses) }
      writer.spacing(.line)
      writer.lastArgument(last)
      if let behind { writer.spacing(behind) }
    }
  }

  /// A call of simple parts is never broken, but inside its last argument.
  private mutating func callOnOneLine(
    _ function: Operand, _ head: ArraySlice<Operand>, _ last: Operand, before: Spacing?
  ) -> Bool {
    let parts = [function] + head
    guard !parts.contains(where: { $0.isAbsorbableTerm }) else { return false }
    group { writer in
      if before != nil { writer.spacing(.hardSpace) }
      // A string of several lines in an interpolation cannot be on one line.
      if !writer.flat({ $0.operand(function) }) { writer.operand(function) }
      for part in head {
        writer.spacing(.hardSpace)
        writer.nest { writer in
          if writer.flat({ $0.operand(part) }) { return }
          writer.spacing(.line)
          writer.operand(part)
        }
      }
      writer.spacing(.hardSpace)
      writer.lastArgument(last)
    }
    return true
  }

  /// The function and all arguments but the last.
  private mutating func head(
    _ function: Operand, _ arguments: ArraySlice<Operand>, inParentheses: Bool
  ) {
    guard let last = arguments.last else {
      guard inParentheses else { return operand(function) }
      return nest { writer in
        writer.group { writer in
          writer.spacing(.line0)
          writer.operand(function)
        }
      }
    }
    let before = arguments.dropLast()
    if let list = last.asList, let other = before.last?.asList {
      return group(.transparent) { writer in
        writer.group(.transparent) {
          $0.head(function, before.dropLast(), inParentheses: inParentheses)
        }
        writer.nest { writer in
          writer.group { writer in
            for list in [other, list] {
              writer.spacing(.line)
              writer.group { $0.innerList(list) }
            }
          }
        }
      }
    }
    group(.transparent) { $0.head(function, before, inParentheses: inParentheses) }
    spacing(.line)
    nest { writer in
      writer.group(last.isSelection ? .plain : .priority) { writer in
        if let list = last.asList { writer.innerList(list) } else { writer.operand(last) }
      }
    }
  }

  /// A list among other arguments: a short one may be on one line.
  private mutating func innerList(_ list: List) {
    self.list(list, separator: list.isShort ? .line : .hardLine)
  }

  private mutating func lastArgument(_ argument: Operand) {
    if argument.isAbsorbableTerm {
      return group(.priority) { writer in writer.nest { $0.expr(argument.expr) } }
    }
    guard argument.isParenthesized else {
      return group { writer in writer.nest { $0.operand(argument) } }
    }
    group(.priority) { writer in
      writer.nest { writer in
        switch argument.expr {
        case .lambda(let lambda) where lambda.isPlainWithTerm:
          guard case .identifier(let name) = lambda.param else { return }
          writer.absorbedBehind("\(name):", lambda.body)
        case .apply(let apply) where apply.isNameWithTerm:
          guard case .variable(let name) = apply.function else { return }
          writer.absorbedBehind(name.identifier.name, apply.arguments[0])
        default:
          writer.text("(")
          writer.spacing(.line0)
          writer.group { writer in writer.nest { $0.expr(argument.expr) } }
          writer.spacing(.line0)
          writer.text(")")
        }
      }
    }
  }

  /// `(head { … })`
  private mutating func absorbedBehind(_ head: String, _ term: Expr) {
    text("(\(head)")
    spacing(.hardSpace)
    expr(term, wide: true)
    text(")")
  }

  // MARK: - Parentheses

  mutating func parentheses(_ expr: Expr) {
    brackets("(", expr, ")")
  }

  /// An expression in brackets that are laid out like parentheses.
  mutating func brackets(_ open: String, _ expr: Expr, _ close: String) {
    group { writer in
      writer.text(open)
      writer.nest { writer in
        switch expr {
        case _ where expr.isAbsorbable:
          writer.group { $0.absorbed(expr, wide: false) }
        case .apply(let apply):
          writer.call(apply, behind: .line0, inParentheses: true)
        case .select(let select):
          if select.base.isAbsorbableTerm { writer.spacing(.line0) }
          writer.group { $0.selection(select) }
          writer.spacing(.line0)
        default:
          writer.spacing(.line0)
          writer.group { $0.expr(expr) }
          writer.spacing(.line0)
        }
      }
      writer.text(close)
    }
  }
}

extension Lambda {
  /// `x: T` with a term that brings its own brackets.
  fileprivate var isPlainWithTerm: Bool {
    guard case .identifier = param else { return false }
    return body.isAbsorbableTerm
  }
}

extension Apply {
  /// `name T` with a term that brings its own brackets.
  fileprivate var isNameWithTerm: Bool {
    guard case .variable = function else { return false }
    return arguments.count == 1 && arguments[0].isAbsorbableTerm
  }
}
