// Attribute sets, lists, bindings.

extension NixWriter {
  /// A set; a wide one is broken in any case.
  mutating func attrSet(_ set: AttrSet, wide: Bool) {
    if set.isRecursive {
      text("rec")
      spacing(.hardSpace)
    }
    braces(set.bindings, set.closing, isBroken: wide)
  }

  mutating func legacyLet(_ legacyLet: LegacyLet, wide: Bool) {
    text("let")
    spacing(.hardSpace)
    braces(legacyLet.bindings, legacyLet.closing, isBroken: wide)
  }

  private mutating func braces(_ bindings: [Binding], _ closing: [Trivium], isBroken: Bool) {
    let spacing: Spacing = isBroken ? .hardLine : .line
    text("{")
    if bindings.isEmpty, closing.isEmpty {
      self.spacing(.hardSpace)
    } else {
      self.spacing(bindings.isEmpty ? .hardLine : spacing)
      nest { writer in
        writer.bindings(bindings)
        if !closing.isEmpty {
          if !bindings.isEmpty { writer.spacing(.hardLine) }
          writer.closing(closing)
        }
      }
      self.spacing(bindings.isEmpty ? .hardLine : spacing)
    }
    text("}")
  }

  mutating func list(_ list: List, separator: Spacing = .hardLine) {
    text("[")
    if list.elements.isEmpty, list.closing.isEmpty {
      spacing(.hardSpace)
    } else {
      spacing(list.elements.isEmpty ? .hardLine : .line)
      nest { writer in
        for (index, element) in list.elements.enumerated() {
          if index > 0 { writer.spacing(separator) }
          writer.before(element.trivia.before)
          writer.group { $0.operand(Operand(element.expr, atMost: Level.selection)) }
          writer.after(element.trivia.after)
        }
        if !list.closing.isEmpty {
          writer.spacing(.hardLine)
          writer.closing(list.closing)
        }
      }
      spacing(list.elements.isEmpty ? .hardLine : .line)
    }
    text("]")
  }

  // MARK: - Bindings

  mutating func bindings(_ bindings: [Binding]) {
    var isFirst = true
    for binding in bindings {
      if case .inherit(let inherit) = binding, inherit.names.isEmpty { continue }
      if !isFirst { spacing(.hardLine) }
      isFirst = false
      before(binding.trivia.before)
      switch binding {
      case .attr(let attr): attribute(attr)
      case .inherit(let inherit): self.inherit(inherit)
      }
      after(binding.trivia.after)
    }
  }

  private mutating func attribute(_ attr: AttrpathValue) {
    let isPlain = attr.path.isPlain
    let isShort = isPlain && attr.path.rest.count < 4
    if isShort, attr.isOneText {
      // Most bindings of data are such.
      attrpath(attr.path, isPlain: isPlain)
      text(" = ")
      if case .string(let string) = attr.value { quotedString(string) } else { expr(attr.value) }
      return text(";")
    }
    if isShort, case .attrSet(let set) = attr.value, attr.value.isAbsorbable, !set.isSingleInherit {
      // It has line breaks, so that nothing of it could be on one line.
      attrpath(attr.path, isPlain: isPlain)
      text(" = ")
      attrSet(set, wide: true)
      return text(";")
    }
    group { writer in
      writer.attrpath(attr.path, isPlain: isPlain)
      writer.nest { writer in
        writer.spacing(.hardSpace)
        writer.text("=")
        if isShort {
          writer.rightHandSide(attr.value)
        } else {
          writer.spacing(.line0)
          writer.group(.priority) { $0.rightHandSide(attr.value) }
        }
      }
      writer.text(";")
    }
  }

  /// - Parameter isPlain: whether it is known that all names stand bare.
  mutating func attrpath(_ path: Attrpath, isPlain: Bool = false) {
    attrName(path.first, isBare: isPlain)
    for name in path.rest {
      text(".")
      attrName(name, isBare: isPlain)
    }
  }

  private mutating func attrName(_ name: AttrName, isBare: Bool) {
    switch name.kind {
    case .fixed(let fixed) where isBare: text(fixed)
    case .fixed(let fixed): text(Escaping.name(fixed, isQuoted: name.isQuoted))
    case .dynamic(let expr): interpolation(expr)
    case .interpolated(let string): quotedString(string)
    }
  }

  private mutating func inherit(_ inherit: Inherit) {
    if inherit.source == nil, inherit.names.count == 1, inherit.names[0].text.utf8.count < 40 {
      text("inherit ")
      text(Escaping.name(inherit.names[0].text, isQuoted: inherit.names[0].isQuoted))
      return text(";")
    }
    let isBroken = inherit.names.count > 3
    let separator: Spacing = isBroken ? .hardLine : .line
    let last: Spacing = isBroken ? .hardLine : .line0
    group { writer in
      writer.text("inherit")
      writer.nest { writer in
        if let source = inherit.source {
          writer.group { writer in
            writer.spacing(.line)
            writer.parentheses(source)
          }
        }
        for name in inherit.names {
          writer.spacing(separator)
          writer.text(Escaping.name(name.text, isQuoted: name.isQuoted))
        }
        writer.spacing(last)
        writer.text(";")
      }
    }
  }

  /// What stands behind the `=` of a binding or the `?` of a formal.
  mutating func rightHandSide(_ value: Expr) {
    switch value {
    case .attrSet(let set) where set.isSingleInherit:
      nest { writer in
        writer.spacing(.hardSpace)
        writer.group { $0.attrSet(set, wide: false) }
      }
    case _ where value.isAbsorbable:
      nest { writer in
        writer.spacing(.hardSpace)
        writer.group { $0.absorbed(value, wide: true) }
      }
    case .string, .path:
      nest { writer in
        writer.spacing(.hardSpace)
        writer.group { $0.expr(value) }
      }
    case .apply(let apply):
      nest { $0.call(apply, before: .line) }
    case .with, .variable, .integer, .float, .searchPath, .select, .list, .attrSet, .legacyLet:
      nest { writer in
        writer.group { writer in
          writer.spacing(.line)
          writer.expr(value)
        }
      }
    case .binary(let operation) where operation.op.isJoining:
      joined(operation)
    default:
      nest { writer in
        writer.spacing(.line)
        writer.group { $0.expr(value) }
      }
    }
  }

  /// An absorbable expression, on the line where it starts.
  mutating func absorbed(_ expr: Expr, wide: Bool) {
    if case .with(let with) = expr { absorbedWith(with) } else { self.expr(expr, wide: wide) }
  }

  private mutating func joined(_ operation: BinaryOperation) {
    let chain = OperatorChain(operation)
    if chain.operands[0].isAbsorbableTerm {
      spacing(.hardSpace)
      self.chain(chain, wide: true)
    } else if chain.operands.count == 2, chain.operands[1].isAbsorbableTerm {
      nest { writer in
        writer.group { writer in
          writer.spacing(.line)
          writer.operand(chain.operands[0])
          writer.spacing(.line)
          writer.group(.transparent) { writer in
            writer.text(operation.op.rawValue)
            writer.spacing(.hardSpace)
            writer.group(.priority) { $0.expr(chain.operands[1].expr, wide: true) }
          }
        }
      }
    } else {
      nest { writer in
        writer.spacing(.line)
        writer.group { $0.chain(chain, wide: false) }
      }
    }
  }
}

extension AttrpathValue {
  /// Whether nothing of it can be broken: a string stays behind the `=`, and so does what fits.
  fileprivate var isOneText: Bool {
    switch value {
    case .string(let string): string.text != nil && !string.isIndented
    case .integer: path.isShort
    case .variable(let variable): path.isShort && variable.identifier.name.utf8.count < 40
    default: false
    }
  }
}

extension Attrpath {
  /// One name that leaves much of a line free.
  fileprivate var isShort: Bool { rest.isEmpty && (first.fixed?.utf8.count ?? 0) < 40 }
}

extension AttrSet {
  /// `{ inherit a; }` with nothing else, comments included.
  fileprivate var isSingleInherit: Bool {
    guard bindings.count == 1, case .inherit(let inherit) = bindings[0] else { return false }
    return inherit.trivia.isEmpty && closing.isEmpty
  }
}

extension BinaryOperator {
  /// Whether it makes one thing of two.
  fileprivate var isJoining: Bool { self == .update || self == .concat || self == .add }
}
