import NixAST

/// A part of the module under its heading.
struct Section {
  let bindings: [Binding]

  init(_ heading: String, _ bindings: [Binding]) {
    guard let first = bindings.first else {
      self.bindings = []
      return
    }
    self.bindings = [first.headed(heading)] + bindings.dropFirst()
  }

  init(_ heading: String, @BindingBuilder _ bindings: () -> [Binding]) {
    self.init(heading, bindings())
  }
}

extension Binding {
  /// The binding with a heading before it, and a blank line on either side of that.
  fileprivate func headed(_ heading: String) -> Binding {
    var result = self
    let own = trivia.before.first == .blankLine ? trivia.before.dropFirst() : trivia.before[...]
    result.trivia.before = [.blankLine, .comment("=== \(heading) ==="), .blankLine] + own
    return result
  }
}
