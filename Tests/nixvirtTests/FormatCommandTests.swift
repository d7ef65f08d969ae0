import Foundation
import NixAST
import TestSupport
import Testing

/// `nixvirt fmt` and `nixvirt json2nix`, as a user runs them.
@Suite("fmt and json2nix")
struct FormatCommandTests {
  private let folder: URL

  init() throws {
    folder = try ExternalTool.temporaryFolder()
  }

  private func nixvirt(_ arguments: String..., input: String? = nil) throws -> ExternalTool.Result {
    try NixvirtProgram.run(arguments, input: input, in: folder.path)
  }

  private func write(_ name: String, _ text: String) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  private func identity(_ name: String) throws -> [FileAttributeKey: Int] {
    let path = folder.appendingPathComponent(name).path
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return [
      .systemFileNumber: attributes[.systemFileNumber] as? Int ?? -1,
      .posixPermissions: attributes[.posixPermissions] as? Int ?? -1,
    ]
  }

  // MARK: - fmt

  @Test("Files are formatted in place, with their mode; those in the layout are not touched")
  func files() throws {
    try write("a.nix", "{a=1;}")
    try write("b.nix", "{ a = 1; }\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.appendingPathComponent("a.nix").path)
    let before = try identity("b.nix")
    let result = try nixvirt("fmt", "a.nix", "b.nix")
    #expect(result.status == 0 && result.output == "" && result.errors == "")
    #expect(try read("a.nix") == "{ a = 1; }\n")
    #expect(try identity("a.nix")[.posixPermissions] == 0o755)
    #expect(try identity("b.nix") == before)
  }

  @Test("A directory stands for the Nix files in it; hidden files and links are left alone")
  func folders() throws {
    for name in ["a.nix", "b/c.nix", "b/.d.nix", ".git/e.nix", "b/f.txt"] {
      try write("in/\(name)", "{a=1;}")
    }
    try write("out/g.nix", "{a=1;}")
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent("in/link").path, withDestinationPath: "../out")
    #expect(try nixvirt("fmt", "--check", "in").output == "in/a.nix\nin/b/c.nix\n")
    #expect(try nixvirt("fmt", "in/").status == 0)
    for name in ["in/a.nix", "in/b/c.nix"] { #expect(try read(name) == "{ a = 1; }\n") }
    for name in ["in/b/.d.nix", "in/.git/e.nix", "in/b/f.txt", "out/g.nix"] {
      #expect(try read(name) == "{a=1;}")
    }
  }

  @Test("--check writes nothing, and names what is not formatted")
  func check() throws {
    try write("a.nix", "{a=1;}")
    try write("b.nix", "{ a = 1; }\n")
    let result = try nixvirt("fmt", "--check", "a.nix", "b.nix")
    #expect(result.status == 1)
    #expect(result.output == "a.nix\n")
    #expect(try read("a.nix") == "{a=1;}")
    #expect(try nixvirt("fmt", "--check", "b.nix").status == 0)
  }

  @Test("--verbose prints which files are read and written")
  func verbose() throws {
    try write("a.nix", "{a=1;}")
    try write("b.nix", "{ a = 1; }\n")
    let result = try nixvirt("fmt", "-v", "a.nix", "missing.nix", "b.nix")
    #expect(
      result.errors == """
        nixvirt: read a.nix
        nixvirt: wrote a.nix
        nixvirt: missing.nix: No such file or directory
        nixvirt: read b.nix

        """)
    #expect(try nixvirt("fmt", "-v", "-", input: "{ }").errors == "nixvirt: read <stdin>\n")
    try write("a.json", "[]")
    #expect(try nixvirt("json2nix", "-v", "a.json").errors == "nixvirt: read a.json\n")
    try write("c.nix", "{ systemd.services.x = { }; }\n")
    #expect(try nixvirt("import", "-v", "c.nix").errors.hasPrefix("nixvirt: read c.nix\n"))
  }

  @Test("Standard input is formatted to standard output")
  func standardInput() throws {
    let result = try nixvirt("fmt", "-", input: "{a=1;}")
    #expect(result.status == 0)
    #expect(result.output == "{ a = 1; }\n")
    #expect(try nixvirt("fmt", "-", input: "{ a = 1; }\n").output == "{ a = 1; }\n")
    #expect(try nixvirt("fmt", "--check", "-", input: "{ a = 1; }\n").output == "")
    let checked = try nixvirt("fmt", "--check", "-", input: "{a=1;}")
    #expect(checked.status == 1)
    #expect(checked.output == "<stdin>\n")
    let broken = try nixvirt("fmt", "-", input: "{ a = 1 }")
    #expect(broken.status == 3)
    #expect(broken.output == "")
  }

  @Test("What is not valid Nix is never written; the other files are")
  func broken() throws {
    let texts = ["{\n  a = ;\n}\n", "", "\u{FEFF}{ }", "{ a=1;"]
    for (index, text) in texts.enumerated() { try write("broken/\(index).nix", text) }
    try write("broken/z.nix", "{a=1;}")
    let result = try nixvirt("fmt", "broken")
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("broken/0.nix:2:7: error: expected an expression, found \";\""))
    for (index, text) in texts.enumerated() { #expect(try read("broken/\(index).nix") == text) }
    #expect(try read("broken/z.nix") == "{ a = 1; }\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/broken").count == 5)
  }

  @Test("Files that cannot be read or written are named, and the others are formatted")
  func faults() throws {
    try write("a.nix", "{a=1;}")
    try write("b.nix", "{a=1;}")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: folder.appendingPathComponent("b.nix").path)
    let result = try nixvirt("fmt", "missing.nix", "b.nix", "a.nix")
    #expect(result.status == 4)
    #expect(
      result.errors
        == "nixvirt: missing.nix: No such file or directory\nnixvirt: b.nix is read-only\n")
    #expect(try read("a.nix") == "{ a = 1; }\n")
    #expect(try read("b.nix") == "{a=1;}")
    #expect(try nixvirt("fmt").status == 2)
  }

  @Test(
    "A directory that cannot be read is named, and what comes before and after it is formatted",
    .enabled(if: getuid() == 0, "needs root to become somebody else"))
  func unreadableFolder() throws {
    let place = try Workplace()
    for name in ["a.nix", "locked/b.nix", "c.nix"] { try place.write(name, "{a=1;}") }
    let result = try place.shellAsUser("chmod 0 locked; \"$0\" fmt a.nix locked c.nix")
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: locked: Permission denied\n")
    for name in ["a.nix", "c.nix"] { #expect(try place.read(name) == "{ a = 1; }\n") }
  }

  @Test("Many files are formatted at once, and reported in the order of their names")
  func many() throws {
    for index in 10..<60 { try write("many/\(index).nix", index % 7 == 0 ? "{" : "{n=\(index);}") }
    let checked = try nixvirt("fmt", "--check", "many")
    let (broken, others) = (10..<60).reduce(into: ([Int](), [Int]())) {
      if $1 % 7 == 0 { $0.0.append($1) } else { $0.1.append($1) }
    }
    #expect(checked.output == others.map { "many/\($0).nix\n" }.joined())
    #expect(try nixvirt("fmt", "many").status == 3)
    let places = checked.errors.matches(of: /many\/(\d+)\.nix:/).map { Int($0.1) }
    #expect(places == broken)
    for index in others { #expect(try read("many/\(index).nix") == "{ n = \(index); }\n") }
  }

  @Test(
    "Without a second thread, all files are formatted by the first one",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func oneThread() throws {
    for index in 0..<40 { try write("many/\(index).nix", "{n=\(index);}") }
    let result = try ExternalTool.run(
      try #require(strace),
      ["-f", "-o", "trace"] + ["clone", "clone3"].flatMap { ["-e", "inject=\($0):error=EAGAIN"] }
        + [try #require(NixvirtProgram.path), "fmt", "many"], in: folder.path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    for index in 0..<40 { #expect(try read("many/\(index).nix") == "{ n = \(index); }\n") }
  }

  @Test("A disabled region keeps its bytes")
  func disabled() throws {
    let region = "/*nixfmt:disable*/\n  m = [ 1   0\n        0   1 ] ;\n  /*nixfmt:enable*/"
    try write("a.nix", "{\n  a=1;\n  \(region)\n  b=2;\n}\n")
    #expect(try nixvirt("fmt", "a.nix").status == 0)
    let text = try read("a.nix")
    #expect(text.contains("m = [ 1   0\n        0   1 ] ;\n"))
    #expect(text.hasPrefix("{\n  a = 1;\n") && text.hasSuffix("\n  b = 2;\n}\n"))
  }

  // MARK: - json2nix

  @Test("JSON becomes Nix with the same value, keys in their order")
  func json() throws {
    let json = """
      {"b": [1, -2, 1.5, -0.0, -9223372036854775808, 1e3], "a.b": {"with": null, "t": true},
       "s": "x ${y} \\"q\\"\\n\\u00e9 ''", "e": {}, "l": [], "": ""}
      """
    try write("a.json", json)
    let result = try nixvirt("json2nix", "a.json")
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.output == """
        {
          b = [
            1
            (-2)
            1.5
            (0.0 * -1)
            (-9223372036854775807 - 1)
            1000.0
          ];
          "a.b" = {
            "with" = null;
            t = true;
          };
          s = "x \\${y} \\"q\\"\\né ''";
          e = { };
          l = [ ];
          "" = "";
        }

        """)
    #expect(try nixvirt("json2nix", input: json).output == result.output)
    #expect(SyntaxTree(parsing: result.output).formatted() == result.output)
    guard let nix = ExternalTool.find("nix-instantiate") else {
      #expect(!ExternalTool.areRequired, "nix-instantiate is not installed")
      return
    }
    try write("a.nix", result.output)
    try write(
      "equal.nix", "import ./a.nix == builtins.fromJSON (builtins.readFile ./a.json)")
    let equal = try ExternalTool.run(nix, ["--eval", "equal.nix"], in: folder.path)
    #expect(equal.output == "true\n", "\(equal.errors)")
  }

  @Test(
    "What is not JSON, or no value of Nix, is reported at its place",
    arguments: [
      ("{\"a\": }", "<stdin>:1:7: error: expected a value"),
      ("{\"a\": 1, \"a\": 2}", "<stdin>:1:10: error: "),
      ("[ 1e-310 ]", "<stdin>:1:3: error: the number 1e-310 is too small for Nix"),
      ("[ \"\\u0000\" ]", "<stdin>:1:3: error: a Nix string cannot contain the character U+0000"),
      ("[ 99999999999999999999 ]", "<stdin>:1:3: error: the number 99999999999999999999"),
      (
        "[ \(String(repeating: "9", count: 100_000)) ]",
        "<stdin>:1:3: error: the number \(String(repeating: "9", count: 60))… is too large"
      ),
    ])
  func invalidJSON(json: String, message: String) throws {
    let result = try nixvirt("json2nix", input: json)
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
  }
}
