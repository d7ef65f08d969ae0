import NixAST
import Testing

@testable import VirtModel

@Suite("Values of keys, and texts of values")
struct KeyedValuesTests {
  @Test("a value that is set to nil is not given")
  func unset() {
    var values = KeyedValues()
    values[Vsock.key.key] = Located(true)
    values[Ready.key.key] = Located(true)
    values[Vsock.key.key] = nil
    values[Vsock.key.key] = nil
    #expect(values[Vsock.key.key] == nil && values[Ready.key.key]?.value == true)
    values[Ready.key.key] = nil
    #expect(values == KeyedValues())
  }

  @Test("paths in units are one word without specifiers")
  func unitPaths() throws {
    for (path, text) in [
      ("/srv/a", "/srv/a"), ("/srv/100%", "/srv/100%%"), ("/srv/a b", "\"/srv/a b\""),
      ("/srv/it's", "\"/srv/it's\""), ("/srv/a\"b", "\"/srv/a\\\"b\""),
      ("/srv/a\\b", "\"/srv/a\\\\b\""),
    ] {
      #expect(UnitValue.path(try #require(AbsolutePath(path))) == text)
    }
  }

  @Test("a computed name needs evaluation, and the rest is read")
  func computedNames() throws {
    let source = SourceText(name: "guests.nix", text: "{ a.${y}.b = 2; c = 3; }")
    var reader = NixData(source)
    let value = reader.read(try #require(NixFile.parse(source).value).expr)
    #expect(reader.diagnostics.map(\.id) == ["needs-evaluation"])
    #expect(reader.diagnostics.map(\.range) == [SourceRange(4..<8)])
    guard case .set(let set) = value.kind, case .int(3)? = set["c"]?.value.kind else {
      Issue.record("c is not 3")
      return
    }
  }

  @Test("JSON becomes Nix with the values of fromJSON, the negative zero included")
  func json() {
    let text = JSONConversion.nix(of: SourceText(name: "a.json", text: "[-0.0, 0.0, -1.5]")).value
    #expect(text == "[\n  (0.0 * -1)\n  0.0\n  (-1.5)\n]\n")
  }

  @Test("guests without the host's nixpkgs, all or some of them")
  func nixpkgs() throws {
    func module(_ guests: String) throws -> String {
      let text =
        "{ defaults = { install = \"nixos\"; diskSize = \"8g\"; memory = \"2g\"; }; \(guests) }"
      let source = SourceText(name: "guests.nix", text: text)
      let module = Pipeline.module(of: source, format: .nix, context: ModuleContext())
      return try #require(module.value).replacing(/\s+/, with: " ")
    }
    let none = try module("guests = { a.nixos.nixpkgs = false; b.nixos.nixpkgs = false; };")
    #expect(
      none.contains(#""configuration.nix" = pkgs.writeText "configuration.nix" '' { lib, ... }:"#))
    #expect(!none.contains("\"guest.nix\" =") && !none.contains("nixpkgsAtHand"))
    let some = try module("guests = { a.nixos.nixpkgs = false; b = { }; };")
    #expect(some.contains("if !guest.nixpkgs or true then"))
    #expect(some.contains("++ lib.optional guest.nixpkgs or true nixpkgsAtHand;"))
    #expect(
      some.contains(#"// lib.optionalAttrs guest.nixpkgs or true { "nixpkgs.nix" = pkgs.writeText"#)
    )
  }

  @Test("the card of VLANs carries packets as large as the largest of them")
  func cards() throws {
    let text = """
      {
        networks = {
          w = { uplink = "eno2"; vlan = 7; mtu = 4000; };
          x = { uplink = "eno2"; vlan = 8; mtu = 9000; };
          y = { uplink = "eno3"; vlan = 9; };
        };
        guests.a = { diskSize = "8g"; network = "w"; };
      }
      """
    let source = SourceText(name: "guests.nix", text: text)
    let module = Pipeline.module(of: source, format: .nix, context: ModuleContext()).value
    #expect(module?.contains("\n      eno2.mtu = 9000;\n") == true)
    #expect(module?.contains("eno3.mtu") == false)
  }
}
