import NixAST

/// The examples of docs/nixast.md, word for word. `PageTests` compares the two, and what each prints
/// with what the page says.
final class PageExamples {
  private var output = ""

  /// What an example prints.
  static func output(of example: (PageExamples) -> () throws -> Void) throws -> String {
    let page = PageExamples()
    try example(page)()
    return page.output
  }

  private func print(_ value: Any, terminator: String = "\n") {
    output += "\(value)\(terminator)"
  }

  /// All examples, in the order of the page.
  nonisolated(unsafe) static let all: [(PageExamples) -> () throws -> Void] = [
    building, strings, names, refused, comments, parsing, mistakes, flake, bump, rename, folder,
    reordering, rewriting, formatting,
    linter, editing, coding, differences,
  ]

  func building() throws {
    let lib = Expr.variable("lib")
    let ports: [Int64] = [80, 443]
    let module: Expr = .lambda(
      .pattern("lib", "pkgs", ellipsis: true),
      body: .set {
        "networking.hostName" => "alice"
        "networking.firewall.allowedTCPPorts" => .list(ports.map { .int($0) })
        "users.users.alice" => ["isNormalUser": true, "extraGroups": ["wheel", "kvm"]]
        "services.openssh.enable" => lib["mkDefault"](true)
        for port in ports { Attrpath("services", "web", "port-\(port)", "enable") => true }
      })
    print(try module.rendered(), terminator: "")
  }

  func strings() throws {
    let qemu = Expr.variable("pkgs")["qemu"]
    print(try Expr.string("\(qemu)/bin/qemu-img $HOME").rendered(), terminator: "")
    print(try Expr.str("costs ${money}, \"quoted\"\n").rendered(), terminator: "")
    print(try Expr.str("set -eu\necho ''hello''\n").rendered(), terminator: "")
  }

  func names() throws {
    for name in ["pkgs", "with", "2nd"] {
      print("\(name) is a name: \(Identifier(name) != nil)")
    }
    let image = Expr.set { Attrpath("with", "a.b") => .path("images/my disk.img") }
    print(try image.rendered(), terminator: "")
  }

  func refused() throws {
    let twice: Expr = ["a.b": 1, "a": 2]
    do {
      print(try twice.rendered(), terminator: "")
    } catch {
      print(error.message)
    }
  }

  func comments() throws {
    let guests = Expr.set {
      ("memory" => "1g").commented("Not less: the installer needs it.")
      ("cpus" => 2).noted("all that there are")
      ("vncDisplay" => "localhost:1").spaced()
    }
    print(try guests.rendered(), terminator: "")
  }

  func parsing() throws {
    let source = SourceText(name: "guests.nix", text: "{\n  alice = { cpus = 1 + 1; };\n}\n")
    let parsed = NixFile.parse(source)
    guard let file = parsed.value, case .attrSet(let set) = file.expr,
      case .attr(let alice) = set.bindings[0], let range = alice.value.range
    else { return }
    print(source.text(in: range))
    print(source.location(of: Int(range.start)))
  }

  func mistakes() throws {
    let source = SourceText(name: "guests.nix", text: "{\n  cpus = 2\n  disks = [ a, b ];\n}\n")
    for finding in NixFile.parse(source).diagnostics {
      let place = source.location(of: Int(finding.range?.start ?? 0))
      print("\(source.name):\(place.line):\(place.column): \(finding.message) [\(finding.id)]")
      if let suggestion = finding.suggestion { print("help: \(suggestion)") }
    }
  }

  func flake() throws {
    let flake = SyntaxTree(
      parsing: """
        {
          # Where packages come from.
          inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

          outputs = { self, nixpkgs, ... }:   { };
        }

        """)
    let input: Expr = ["url": "github:nix-community/disko", "inputs.nixpkgs.follows": "nixpkgs"]
    print(try flake.setting("inputs.disko", to: input).text, terminator: "")
  }

  func bump() throws {
    let package = SyntaxTree(parsing: "{ version = \"1.0\"; src.hash = \"old\"; doCheck=false; }\n")
    let bumped = try package.setting("version", to: "1.1").setting("src.hash", to: "sha256-AAAA")
    print(bumped.text, terminator: "")
  }

  func rename() throws {
    let module = SyntaxTree(
      parsing: """
        { pkgs, ... }: {
          services.xserver.layout = "de"; # the keyboard
          environment.systemPackages = with pkgs; [
            git # always
          ];
        }

        """)
    let changed = try module.renaming("services.xserver.layout", to: "xkb")
      .appending(.variable("ripgrep"), to: "environment.systemPackages")
    print(changed.text, terminator: "")
  }

  func folder() throws {
    let modules = [
      "desktop.nix": "{\n  services.xserver.layout = \"de\";\n}\n",
      "server.nix": "{ services.openssh.enable = true; }\n",
    ]
    for (name, text) in modules.sorted(by: { $0.key < $1.key }) {
      let module = SyntaxTree(parsing: text)
      guard module.value(at: "services.xserver.layout") != nil else { continue }
      let changed = try module.renaming("services.xserver.layout", to: "keyboard")
      print("\(name): \(changed.text)", terminator: "")
    }
  }

  func reordering() throws {
    let packages = SyntaxTree(parsing: "{\n  # The shell\n  zsh = 1;\n  git = 2; # always\n}\n")
    let sorted = try packages.reordering { $0.sorted { $0.text < $1.text } }
      .commenting("git", with: "Version control\n*/ for everybody")
    print(sorted.text, terminator: "")
  }

  func rewriting() throws {
    let old = SyntaxTree(parsing: "{ src = https://example.org/a; n = f mkDefault 1; }\n")
    let rewritten = try old.rewriting { node, _ in
      switch (node.kind, node.text) {
      case (.uri, let text): .text("\"\(text)\"")
      case (.variable, "mkDefault"): .expr(.variable("lib")["mkOverride"](1000))
      default: nil
      }
    }
    print(rewritten.text, terminator: "")
  }

  func formatting() throws {
    let tree = SyntaxTree(parsing: "{a=1; /* two */ b=[1 2];}")
    print(tree.formatted() ?? "not valid Nix", terminator: "")
  }

  func linter() throws {
    let source = SourceText(
      name: "a.nix", text: "{\n  x = rec { a = 1; };\n  y = with lib; a;\n}\n")
    SyntaxTree(parsing: source).visit(enter: { node, parents in
      let finding: String? =
        switch node.kind {
        case .with where parents.contains { $0.kind == .attrSet }: "with hides the origin of names"
        case .attrSet where node.tokens.first?.kind == .recKeyword: "use let instead of rec"
        case .uri: "a URI without quotes"
        default: nil
        }
      if let finding {
        let place = source.location(of: Int(node.range.start))
        print("\(source.name):\(place.line):\(place.column): \(finding)")
      }
      return true
    })
  }

  func editing() throws {
    let text = "{\n  # Who may log in.\n  keys = [ ];\n\n  cpus = 1; # for now\n}\n"
    guard var file = NixFile.parse(SourceText(name: "", text: text)).value,
      case .attrSet(var set) = file.expr
    else { return }
    for (index, binding) in set.bindings.enumerated() {
      guard case .attr(var attr) = binding, attr.path == "cpus" else { continue }
      attr.value = 4
      set.bindings[index] = .attr(attr)
    }
    file.expr = .attrSet(set)
    print(try file.rendered(), terminator: "")
  }

  func coding() throws {
    struct Guest: Codable {
      var name: String
      var cpus: Int
      var tags: [String]?
    }
    print(try ExprEncoder.encode(Guest(name: "alice", cpus: 2)).rendered(), terminator: "")
    let expr = Expr.parse("{ name = \"bob\"; cpus = \"two\"; }").value ?? .null
    do {
      print(try ExprDecoder.decode(Guest.self, from: expr).name)
    } catch let failure as ExprDecoder.Failure {
      print("\(failure) (byte \(failure.range?.start ?? 0))")
    }
  }

  func differences() throws {
    let old: Expr = ["services.web": ["port": 80, "user": "www"]]
    let new: Expr = ["services.web.port": 8080, "services.db": true]
    for difference in new.differences(from: old) { print(difference) }
    print(old == ["services.web": ["port": 80, "user": .str("www", form: .quoted)]])
  }
}
