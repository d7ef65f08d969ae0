extension Template {
  /// The next steps with its files.
  ///
  /// - Parameter folder: the directory that they were written to.
  func nextSteps(in folder: String) -> String {
    let place = folder == "." ? "" : "\(folder)/"
    let description = "\(place)guests.nix"
    var edits = "your network card and keys into \(description)"
    var commands = ["nixvirt generate \(description) -o \(place)virtual.nix"]
    switch name {
    case "fleet":
      commands = [
        "nixvirt place \(description)", "nixvirt generate \(description) -o \(place)virtual",
      ]
    case "ci":
      edits += ", and the address of nixvirt into NIXVIRT in the recipe of your CI system"
      commands.append("nixvirt check \(description)")
    default: break
    }
    return "Put \(edits), and then run:\n" + commands.map { "  \($0)\n" }.joined()
  }
}
