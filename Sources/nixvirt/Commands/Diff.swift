import NixAST
import VirtModel

extension Commands {
  private static let semantic = Flag(
    "semantic",
    help: "Show the changes per guest and attribute, and the effect of a rebuild on running"
      + " guests.")

  static let diff = Command(
    name: "diff",
    summary: "Show the changes that generate would make to the module.",
    group: .module,
    details: [
      "Prints a unified diff between the committed module and the one that `nixvirt generate`"
        + " would write. Exits with 1 if they differ."
    ],
    operands: [Operands.description.entry, Operands.module.entry],
    options: [semantic.entry, Options.host.entry, Options.denyWarnings.entry],
    examples: [
      .init("Compare the module line by line", "nixvirt diff"),
      .init("Show which guests a rebuild restarts", "nixvirt diff --semantic"),
      .init(
        "Show the effect on one host of a fleet", "nixvirt diff --semantic --host=alpha"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let (described, warnings) = try description.described(session)
    let files = try ModuleFiles(
      described, of: description, at: session.invocation[Operands.module],
      host: session.invocation[Options.host])
    var outcome = Outcome(messages: warnings)
    for module in files.modules {
      let present = try Files.readIfPresent(module.path)?.bytes
      if present == nil {
        outcome.messages += session.notice("\(module.path) does not exist yet")
      }
      let text = try module.text()
      guard present != Array(text.utf8) else { continue }
      outcome.status = .differs
      if session.invocation[semantic] {
        if let name = module.hostName { outcome.output += "\(name):\n" }
        outcome.output += try changes(from: present, to: module, session.style)
      } else {
        let difference = difference(from: present, to: text, module.path)
        outcome.output += difference.text(session.style, isShown: session.terminal.outputIsShown)
      }
    }
    for path in try files.orphans() {
      outcome.status = .differs
      outcome.messages += session.notice(ModuleState.orphanMessage(path))
    }
    return outcome
  }

  private static func difference(
    from present: [UInt8]?, to text: String, _ path: String
  ) -> UnifiedDiff {
    let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
    return UnifiedDiff(
      from: String(decoding: present ?? [], as: UTF8.self), to: text,
      oldName: present == nil ? "/dev/null" : "a/\(name)", newName: "b/\(name)")
  }

  /// The changes in place of another module; nil is none.
  private static func changes(
    from present: [UInt8]?, to module: ModuleFiles.Module, _ style: Style
  ) throws(Failure) -> String {
    let old = present.map { NixFile.parse(SourceText(name: module.path, bytes: $0)).value }
    guard old != .some(.none),
      let changes = module.host.changes(from: old ?? nil, context: module.context)
    else {
      throw .inputOutput(
        "\(module.path) was not written by nixvirt: compare the text without --semantic")
    }
    return ChangesReport.text(changes, of: module.host, style)
  }
}
