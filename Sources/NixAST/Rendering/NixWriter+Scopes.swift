// let, with, assert, if.

extension NixWriter {
  mutating func letIn(_ letIn: LetIn) {
    group { writer in
      writer.text("let")
      writer.spacing(.hardLine)
      writer.nest { writer in
        writer.bindings(letIn.bindings)
        if !letIn.closing.isEmpty {
          if !letIn.bindings.isEmpty { writer.spacing(.hardLine) }
          writer.closing(letIn.closing)
        }
      }
    }
    spacing(.hardLine)
    group { writer in
      writer.text("in")
      writer.spacing(.hardLine)
      writer.expr(letIn.body)
    }
  }

  mutating func with(_ with: With) {
    group { writer in
      writer.text("with")
      writer.spacing(.hardSpace)
      writer.nest { writer in writer.group { $0.expr(with.scope) } }
      writer.text(";")
    }
    spacing(.line)
    expr(with.body)
  }

  /// A `with` whose body stays on its line.
  mutating func absorbedWith(_ with: With) {
    group { writer in
      writer.spacing(.line0)
      writer.text("with")
      writer.spacing(.hardSpace)
      writer.nest { writer in writer.group { $0.expr(with.scope) } }
      writer.text(";")
      writer.spacing(.hardSpace)
      writer.group(.priority) { $0.expr(with.body, wide: true) }
    }
  }

  /// Laid out as if `assert` were a function, and the condition's parts its arguments.
  mutating func assertion(_ assertion: Assert) {
    let keyword = Operand(.variable(Variable(Identifier(unchecked: "assert"))), atMost: Level.term)
    let arguments: [Operand] =
      if case .apply(let apply) = assertion.condition {
        [Operand(apply.function, atMost: Level.application)]
          + apply.arguments.map { Operand($0, atMost: Level.selection) }
      } else {
        [Operand(assertion.condition, atMost: Level.any)]
      }
    group { writer in
      writer.call(
        keyword, arguments[...], before: nil, behind: nil, inParentheses: false, isSimple: false)
      writer.text(";")
      writer.spacing(.hardLine)
      writer.expr(assertion.body)
    }
  }

  mutating func conditional(_ conditional: IfElse) {
    group { $0.branches(conditional, isFirst: true) }
  }

  private mutating func branches(_ first: IfElse, isFirst: Bool) {
    var branch = first
    var separator = Spacing.line
    // A loop, because a chain of else-ifs may be long.
    while true {
      let current = branch
      let spacing = separator
      group { writer in
        writer.text("if")
        writer.spacing(.line)
        writer.nest { writer in writer.group { $0.expr(current.condition) } }
        writer.spacing(.line)
        writer.text("then")
      }
      self.spacing(spacing)
      nest { writer in writer.group { $0.expr(current.then) } }
      self.spacing(spacing)
      text("else")
      guard case .ifElse(let next) = current.otherwise else {
        self.spacing(.line)
        nest { writer in writer.group { $0.expr(current.otherwise) } }
        return
      }
      self.spacing(.hardSpace)
      branch = next
      separator = .hardLine
    }
  }
}
