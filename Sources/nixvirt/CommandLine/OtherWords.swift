/// Words that people type for commands that have another name here, or that another program has.
enum OtherWords {
  /// The rest of the message about an unknown command; nil for a word that nothing is known of.
  static func hint(for word: String) -> String? {
    if let entry = commands.first(where: { $0.words.contains(word) }) {
      return "; use nixvirt \(entry.command)"
    }
    if let entry = guestCommands.first(where: { $0.words.contains(word) }) {
      return "; on the host, \(entry.command) \(entry.does)"
    }
    if deploying.contains(word) {
      return "; build the host with the generated module: nixos-rebuild switch"
    }
    return nil
  }

  private static let deploying = ["apply", "deploy", "switch", "rebuild", "push"]

  private static let commands: [(words: [String], command: String)] = [
    (["gen", "build", "compile", "make", "render", "write", "update"], "generate"),
    (["validate", "lint", "verify", "test"], "check"),
    (["ls", "draw", "graph", "topology", "tree"], "show"),
    (["new", "create", "start-project", "setup"], "init"),
    (["compare"], "diff"),
    (["convert", "migrate"], "import"),
    (["assign", "schedule"], "place"),
    (["format", "nixfmt", "pretty"], "fmt"),
    (["from-json", "json"], "json2nix"),
    (["fetch", "prefetch", "hash", "download"], "image"),
  ]

  private static let guestCommands: [(words: [String], command: String, does: String)] = [
    (
      ["list", "status", "ps"], "nixvirt-guest list",
      "lists the guests of the host; nixvirt show lists the guests in a description"
    ),
    (
      ["start", "run", "up", "boot"], "nixvirt-guest start NAME",
      "starts a guest"
    ),
    (
      ["stop", "shutdown", "poweroff", "down", "halt"], "nixvirt-guest stop NAME",
      "stops a guest"
    ),
    (["restart", "reboot"], "nixvirt-guest restart NAME", "restarts a guest"),
    (["reset"], "nixvirt-guest reset NAME", "resets a guest"),
    (["resume", "continue"], "nixvirt-guest resume NAME", "continues a paused guest"),
    (["ip", "address"], "nixvirt-guest ip NAME", "prints the addresses of a guest"),
    (["ssh", "login"], "nixvirt-guest ssh NAME", "logs in to a guest"),
    (["console", "attach"], "nixvirt-guest console NAME", "opens a guest's console"),
    (["backup", "dump", "save"], "nixvirt-guest backup NAME", "backs a guest up"),
    (["restore"], "nixvirt-guest restore NAME", "restores a guest from a backup"),
    (
      ["snapshot", "rollback", "revert"], "nixvirt-guest snapshot NAME create|list|revert|delete",
      "works with the snapshots of a guest"
    ),
    (
      ["vnc", "display", "view"], "nixvirt-guest vnc NAME",
      "prints the address of a guest's display"
    ),
  ]
}
