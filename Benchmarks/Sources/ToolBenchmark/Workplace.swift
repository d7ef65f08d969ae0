import Glibc

/// The files of a number of guests, in a directory, and the programs that work with them.
struct Workplace {
  let count: Int
  let folder: String
  let tools: Tools

  /// The programs that are compared, and the directory of what they are given.
  struct Tools {
    let nixvirt: String
    let comparisons: String
    let nix = Program.find("nix-instantiate", variable: "NIX_INSTANTIATE")
    let python = Program.find("python3", variable: "PYTHON")
    /// A checkout of nixpkgs, and the store that evaluating NixOS needs.
    let nixpkgs = getenv("NIXPKGS").map { String(cString: $0) }
    let store = getenv("NIX_REMOTE").map { String(cString: $0) } ?? ""
  }

  /// Writes the inputs of all programs, and the module of the guests.
  init(count: Int, in parent: String, _ tools: Tools) {
    self.count = count
    self.tools = tools
    folder = "\(parent)/\(count)"
    mkdir(folder, 0o777)
    let guests = Guests(count: count)
    guests.writeDescription(to: description)
    guests.writeJSON(to: "\(folder)/guests.json")
    guests.writeModule(
      to: byHand, template: text(of: "\(tools.comparisons)/by-hand.nix"))
    let generate = Program("", tools.nixvirt, ["generate", description], output: module)
    if generate.run() == nil { stop("nixvirt generate failed for \(count) guests") }
  }

  var description: String { "\(folder)/guests.nix" }
  var module: String { "\(folder)/virtual.nix" }
  private var byHand: String { "\(folder)/by-hand.nix" }

  /// nixvirt itself.
  func nixvirt(_ command: String) -> Program {
    let isGenerate = command == "generate"
    return Program(
      "nixvirt \(command)", tools.nixvirt, [command, description] + (isGenerate ? [] : [module]),
      output: isGenerate ? "\(folder)/output" : "/dev/null")
  }

  /// Nix, on one of the modules.
  func evaluation(ofGenerated isGenerated: Bool) -> Program? {
    tools.nix.map { nix in
      Program(
        "nix-instantiate --eval, \(isGenerated ? "generated" : "by hand")", nix,
        [
          "--eval", "--strict", "--json", "\(tools.comparisons)/evaluate.nix", "--arg", "module",
          isGenerated ? module : byHand,
        ], output: "\(folder)/output.json")
    }
  }

  /// Nix, on a whole NixOS host: without guests, and with each of the modules.
  func hosts() -> [Program] {
    guard let nix = tools.nix, let nixpkgs = tools.nixpkgs else { return [] }
    let empty = "\(folder)/empty.nix"
    OutputFile(empty).write("{ }\n")
    OutputFile("\(folder)/installer.nix").write(
      "{ modulesPath, ... }: {"
        + " imports = [ \"${modulesPath}/installer/cd-dvd/installation-cd-minimal.nix\" ]; }\n")
    return [("no guests", empty), ("by hand", byHand), ("generated", module)].map { name, module in
      Program(
        "NixOS, \(name)", "/usr/bin/env",
        [
          "NIX_REMOTE=\(tools.store)", nix, "--eval", "\(tools.comparisons)/nixos.nix", "--arg",
          "nixpkgs", nixpkgs, "--arg", "module", module,
        ])
    }
  }

  /// A program that fills in a template; nil, and a message, where it is not installed. Its output is
  /// the module of nixvirt, byte for byte.
  func templateEngine() -> Program? {
    guard let python = tools.python else { return nil }
    let script = "\(tools.comparisons)/generate.py"
    let template = "\(folder)/module.j2"
    let output = "\(folder)/output-of-template"
    _ = Program("", python, [script, "template", module], output: template).run()
    let engine = Program(
      "Python, Jinja2", python, [script, "module", template, "\(folder)/guests.json"],
      output: output)
    guard engine.run() != nil else { return nil }
    if size(of: output) != size(of: module) {
      print("  Jinja2 writes \(size(of: output)) bytes, nixvirt \(size(of: module))")
    }
    return engine
  }

  /// What takes the finished file to another one.
  func copy() -> Program? {
    Program.find("cat").map { Program("cat", $0, [module], output: "\(folder)/copy") }
  }
}
