import Foundation
import TestSupport
import Testing

/// `nixvirt image`: the set for a description.
@Suite("Image command")
struct ImageCommandTests {
  private static let url = "https://cloud.example.org/debian.qcow2"
  private static let hex = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

  @Test("the set can be put into a description, and import gives it back")
  func used() throws {
    let place = try Workplace()
    let sums = "\(String(repeating: "0", count: 64))  a.raw\n\(Self.hex)  debian.qcow2\n"
    let result = try place.run("image", Self.url, sums)
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.output == """
        {
          url = "https://cloud.example.org/debian.qcow2";
          hash = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        }

        """)
    try place.write(
      "guests.nix",
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; image = \(result.output); }; }")
    let module = try place.run("generate", "-o", "virtual.nix")
    #expect(module.status == 0, "\(module.errors)")
    #expect(try place.read("virtual.nix").contains("image = pkgs.fetchurl {"))
    let imported = try place.run("import", "virtual.nix")
    #expect(imported.output.contains("url = \"\(Self.url)\";"), "\(imported.output)")
    #expect(!imported.errors.contains("image"), "\(imported.errors)")
    // The same in JSON.
    try place.write(
      "guests.json",
      """
      { "host": { "nic": "eno1" }, "guests": { "a": { "diskSize": "9g", "image":
        { "url": "\(Self.url)", "hash": "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" } } } }
      """)
    let json = try place.run("generate", "guests.json")
    let expected = try place.read("virtual.nix").replacing("guests.nix", with: "guests.json")
    #expect(json.output == expected, "\(json.errors)")
  }

  @Test(
    "a new URL reaches only guests that are installed later",
    .enabled(if: NixvirtProgram.path != nil))
  func changed() throws {
    let place = try Workplace()
    func describe(_ name: String) throws {
      let set = try place.run("image", "https://example.org/\(name)", Self.hex).output
      try place.write(
        "guests.nix", "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; image = \(set); }; }")
    }
    try describe("a.qcow2")
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    try describe("b.qcow2")
    let diff = try place.run("diff", "--semantic")
    #expect(diff.output.contains("a: image changed; keeps running"), "\(diff.output)")
  }

  @Test("what is wrong is told, with what to do")
  func refused() throws {
    let place = try Workplace()
    let cases: [([String], String)] = [
      ([Self.url], "nix-prefetch-url"),
      (["debian.qcow2", Self.hex], "URL: it must start with https://"),
      (["https://a:secret@example.org/x", Self.hex], "the Nix store shows to every user"),
      ([Self.url, "5d41402abc4b2a76b9719d911017c592"], "md5 does not protect the image"),
      ([Self.url, "\(Self.hex)  other.qcow2"], "the first is about other.qcow2"),
      ([Self.url, "abc"], "64 or 128 hexadecimal digits"),
    ]
    for (arguments, words) in cases {
      let result = try NixvirtProgram.run(["image"] + arguments, in: place.folder.path)
      #expect(result.status == 2 && result.output == "", "\(arguments)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(!result.errors.contains("secret"))
    }
  }
}
