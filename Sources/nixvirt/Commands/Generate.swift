extension Commands {
  static let generate = Command(
    name: "generate",
    summary: "Write the NixOS module that a description makes.",
    details: [
      "The module is written to the standard output, or with --output to a file, as a whole or not"
        + " at all. Relative paths of the description stay the same files, seen from the module.",
      "A fleet has a module for each host: --output names the folder that they are written to, as"
        + " HOST.nix. With --host, one of them is written like a single one.",
    ],
    operands: [descriptionOperand],
    options: [Options.output, Options.host]
  ) { session throws(Failure) in
    let output = session.invocation.value(of: Options.output)
    let hostName = session.invocation.value(of: Options.host)
    let description = try DescriptionFile(session.invocation.operand(0))
    if let output, output == description.path {
      throw .usage("--output would overwrite the description, \(output)", command: "generate")
    }
    let (described, warnings) = try description.described(session)
    if case .fleet = described, hostName == nil {
      // The name of a module was meant for one host.
      guard let output, !output.hasSuffix(".nix") else {
        throw .usage(
          "a fleet has a module for each host: name a folder with --output, or one of them with"
            + " --host", command: "generate")
      }
      try Files.createFolder(output)
      let files = try ModuleFiles(described, of: description, at: output, host: nil)
      for module in files.modules {
        try Files.replace(module.path, with: Array(try module.text().utf8))
      }
      let orphans = try files.orphans().map { "nixvirt: \(ModuleState.orphanMessage($0))\n" }
      return Outcome(messages: warnings + orphans.joined())
    }
    let module = try ModuleFiles.one(
      consume described, of: description, at: output, host: hostName)
    let text = try (consume module).text()
    guard let output else { return Outcome(output: text, messages: warnings) }
    try Files.replace(output, with: Array(text.utf8))
    return Outcome(messages: warnings)
  }
}
