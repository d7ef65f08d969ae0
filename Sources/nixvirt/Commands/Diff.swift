extension Commands {
  private static let semantic = Option(
    name: "semantic",
    help: "Tell what changes for whom instead: by guest and attribute, and what a rebuild does with"
      + " running guests.")

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
    let old = String(decoding: present ?? [], as: UTF8.self)
    var messages = module.warnings
    if present == nil { messages += "nixvirt: there is no \(path) yet\n" }
    guard present != Array(module.text.utf8) else { return Outcome(messages: messages) }
    if session.invocation.value(of: semantic) != nil {
      let text = try description.changes(of: present, at: path, session)
      return Outcome(status: .differs, output: text, messages: messages)
    }
    let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let diff = UnifiedDiff(
      from: old, to: module.text,
      oldName: present == nil ? "/dev/null" : "a/\(name)", newName: "b/\(name)")
    return Outcome(
      status: .differs, output: diff.text(session.style), messages: messages)
  }
}
