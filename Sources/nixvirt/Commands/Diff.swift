import NixAST

extension Commands {
  private static let semantic = Option(
    name: "semantic",
    help: "Tell the difference by guest and attribute, and what a rebuild does with the guests.")

  static let diff = Command(
    name: "diff",
    summary: "Show how a module differs from what its description makes.",
    details: [
      "Prints a unified diff from the module to what `nixvirt generate` would write, for patch and"
        + " for people. Exits with 1 if there is a difference."
    ],
    operands: [descriptionOperand, moduleOperand],
    options: [semantic]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session.invocation.operand(0))
    let path = session.invocation.operand(1) ?? description.defaultModule
    let module = try description.module(beside: path, session)
    let present = try Files.readIfPresent(path)
    var messages = module.warnings
    if present == nil { messages += "nixvirt: there is no \(path) yet\n" }
    guard present != Array(module.text.utf8) else { return Outcome(messages: messages) }
    if session.invocation.value(of: semantic) != nil {
      let text = try semanticDiff(path, present, module.text, session)
      return Outcome(status: .differs, output: text, messages: messages)
    }
    let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let diff = UnifiedDiff(
      from: String(decoding: present ?? [], as: UTF8.self), to: module.text,
      oldName: present == nil ? "/dev/null" : "a/\(name)", newName: "b/\(name)")
    return Outcome(
      status: .differs, output: diff.text(session.style), messages: messages)
  }

  private static func semanticDiff(
    _ path: String, _ present: [UInt8]?, _ text: String, _ session: Session
  ) throws(Failure) -> String {
    let new = NixFile.parse(SourceText(name: path, text: text)).value?.expr ?? .null
    guard let present else {
      return SemanticDiff(from: new.withoutLet, to: new).text(session.style)
    }
    let source = SourceText(name: path, bytes: present)
    let old = NixFile.parse(source)
    guard let expr = old.value?.expr else {
      let format = FindingsFormat.text(session.style, columns: session.terminal.columns)
      throw .invalid(report: format.report(old.diagnostics, source))
    }
    return SemanticDiff(from: expr, to: new).text(session.style)
  }
}

extension Expr {
  /// The module of a host without guests, seen from one with them.
  fileprivate var withoutLet: Expr {
    guard case .lambda(var lambda) = self, case .letIn(var letIn) = lambda.body else { return self }
    letIn.bindings.removeAll { binding in
      if case .attr(let attr) = binding { attr.path.first.fixed == "guests" } else { false }
    }
    lambda.body = .letIn(letIn)
    return .lambda(lambda)
  }
}
