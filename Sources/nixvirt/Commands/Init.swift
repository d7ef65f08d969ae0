extension Commands {
  private static let templateOption = Option(
    name: "template", letter: "t", value: "NAME",
    values: .words(Template.all.map(\.name)),
    help: "The starter to write: \(Template.all.map(\.name).joined(separator: ", "))."
      + " Default: \(Template.defaultName).")

  static let initialize = Command(
    name: "init",
    summary: "Write a starter: a description with comments, and what goes with it.",
    details: ["No file is overwritten: one that is there already is left as it is, and named."]
      + Template.all.map { "\($0.name): \(Template.summaries[$0.name] ?? "")." },
    operands: [
      Command.Operand(
        name: "DIR", help: "The folder to write to; made if it is not there. Default: this one.",
        values: .folders)
    ],
    options: [templateOption]
  ) { session throws(Failure) in
    let name = session.invocation.value(of: templateOption) ?? Template.defaultName
    let folder = session.invocation.operand(0) ?? "."
    let template = Template.all.first { $0.name == name }
    var messages = ""
    for file in template?.files ?? [] {
      let path = folder == "." ? file.path : "\(folder)/\(file.path)"
      try Files.createFolder(Files.folder(of: path))
      let isNew = try Files.create(path, with: Array(file.text.utf8))
      messages += isNew ? "wrote \(path)\n" : "\(path) is there already and was left as it is\n"
    }
    messages += template?.nextSteps(in: folder) ?? ""
    return Outcome(messages: messages)
  }
}
