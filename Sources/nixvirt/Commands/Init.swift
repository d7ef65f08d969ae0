extension Commands {
  private static let templateOption = Option<String>(
    "template", letter: "t", value: "NAME",
    values: .words(Template.all.map(\.name)),
    help: "The template to write: \(Template.all.map(\.name).joined(separator: ", "))."
      + " Default: \(Template.defaultName).")

  private static let directory = Operand<String>(
    "DIR", values: .folders,
    help: "The directory to write to; it is created if it does not exist. Default: the current"
      + " directory.")

  static let initialize = Command(
    name: "init",
    summary: "Write a starter description with comments.",
    group: .start,
    details: ["Existing files are never overwritten; init reports them."]
      + Template.all.map { "\($0.name): \(Template.summaries[$0.name] ?? "")." },
    operands: [directory.entry],
    options: [templateOption.entry],
    examples: [
      .init("Start in the current directory", "nixvirt init"),
      .init(
        "Write a description of several hosts to a new directory",
        "nixvirt init --template=fleet cluster"),
    ]
  ) { session throws(Failure) in
    let name = session.invocation[templateOption] ?? Template.defaultName
    let folder = session.invocation[directory] ?? "."
    let template = Template.all.first { $0.name == name }
    var files = NewFiles()
    var messages = ""
    for file in template?.files ?? [] {
      let path = folder == "." ? file.path : "\(folder)/\(file.path)"
      let isNew = try files.create(path, with: Array(file.text.utf8))
      let name = DisplayText.clean(path)
      messages += isNew ? "wrote \(name)\n" : "\(name) already exists and was not changed\n"
    }
    messages += template?.nextSteps(in: folder) ?? ""
    if session.isQuiet { messages = "" }
    return Outcome(messages: messages)
  }
}
