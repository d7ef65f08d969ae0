extension Commands {
  static let generate = Command(
    name: "generate",
    summary: "Write the NixOS module that a description makes.",
    details: [
      "The module is written to the standard output, or with --output to a file, as a whole or not"
        + " at all. Relative paths of the description stay the same files, seen from the module."
    ],
    operands: [descriptionOperand],
    options: [Options.output]
  ) { session throws(Failure) in
    let output = session.invocation.value(of: Options.output)
    let description = try DescriptionFile(session.invocation.operand(0))
    if let output, output == description.path {
      throw .usage("--output would overwrite the description, \(output)", command: "generate")
    }
    let module = try description.module(beside: output, session)
    guard let output else { return Outcome(output: module.text, messages: module.warnings) }
    try Files.replace(output, with: Array(module.text.utf8))
    return Outcome(messages: module.warnings)
  }
}
