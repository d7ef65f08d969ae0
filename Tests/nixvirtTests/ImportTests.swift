import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Modules that people wrote by hand, and the descriptions that come of them.
@Suite("Import")
struct ImportTests {
  static let cases = GoldenFiles.cases(in: "import")

  @Test("there are modules of several kinds") func present() { #expect(Self.cases.count >= 8) }

  @Test("a module gives its description, and a warning for what is left", arguments: cases)
  func imported(name: String) throws {
    let module = try #require(GoldenFiles.read("import/\(name)/virtual.nix"))
    let result = try NixvirtProgram.run(
      ["import", "virtual.nix"],
      in: GoldenFiles.folder.appendingPathComponent("import/\(name)").path)
    let problems = [
      GoldenFiles.difference(result.errors, from: "import/\(name)/warnings.txt"),
      result.output.isEmpty
        ? nil : GoldenFiles.difference(result.output, from: "import/\(name)/guests.nix"),
    ]
    for problem in problems { #expect(problem == nil, "\(problem ?? "")") }
    #expect(result.status == (result.output.isEmpty ? 3 : 0))
    #expect(!(result.output + result.errors).contains("c2VjcmV0"), "a private key is shown")
    #expect(module.contains("guests") || result.status == 3)
  }

  @Test(
    "a description that came of a module can be generated from",
    arguments: ["by-hand", "options", "two-bridges", "generated", "units"])
  func valid(name: String) throws {
    let text = try #require(GoldenFiles.read("import/\(name)/guests.nix"))
    let source = SourceText(name: "guests.nix", text: text)
    let overview = Pipeline.overview(of: source, format: .nix)
    #expect(overview.diagnostics.filter { $0.severity == .error } == [])
    // The layout of the official formatter, as everything that is written.
    #expect(try NixFile.parse(source).value?.rendered() == text)
  }

  @Test("what was said in a module is said in the description")
  func values() throws {
    let text = try #require(GoldenFiles.read("import/by-hand/guests.nix"))
    let source = SourceText(name: "guests.nix", text: text)
    let host = try #require(Pipeline.overview(of: source, format: .nix).value).host
    #expect(host.guests.map(\.name.description) == ["alice", "bob"])
    #expect(host.guests.map(\.interfaces[0].tap.description) == ["tap0", "tap1"])
    #expect(host.guests[0].sshKeys.map(\.comment) == ["me@laptop"])
    #expect(host.networks[0].uplink?.description == "enp0s31f6")
    #expect(text.contains("# Mail and calendar."))
  }

  @Test("a variable that ends with a key is taken over with the key")
  func keyVariable() throws {
    let place = try Workplace()
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g me"
    try place.write(
      "virtual.nix",
      """
      let
        me = pkgs.writeText "keys" "\(key)";
        other = pkgs.writeText "keys" "none";
        guests = { alice = { memory = "1g"; netDevice = "tap0"; diskSize = "8g"; }; };
      in { users.users.root.openssh.authorizedKeys.keys = [ me ]; }
      """)
    let result = try place.run("import", "virtual.nix")
    #expect(result.output.contains(key), "\(result.errors)")
    #expect(!result.errors.contains("the variable me"), "\(result.errors)")
    #expect(result.errors.contains("the variable other"), "\(result.errors)")
  }

  @Test("a unit whose script is a command line of QEMU is a guest")
  func units() throws {
    let text = try #require(GoldenFiles.read("import/units/guests.nix"))
    let source = SourceText(name: "guests.nix", text: text)
    let host = try #require(Pipeline.overview(of: source, format: .nix).value).host
    #expect(host.guests.map(\.name.description) == ["db", "web"])
    let (db, web) = (host.guests[0], host.guests[1])
    #expect(web.memory.description == "2g")
    #expect(web.cpus.count == 2)
    #expect(web.existingDisks.map(\.description) == ["/srv/vm/web.qcow2"])
    #expect(web.interfaces.map(\.tap.description) == ["tap-web"])
    #expect(web.interfaces.map(\.mac.description) == ["52:54:00:aa:bb:01"])
    #expect(web.vncDisplay?.description == "localhost:3")
    #expect(web.autostart)
    #expect(db.memory.description == "4g")
    #expect(db.cpus.count == 4)
    #expect(db.existingDisks.map(\.description) == ["/dev/zvol/tank/db", "/srv/vm/dump.img"])
    #expect(db.interfaces.map(\.tap.description) == ["tap-db0", "tap-db1"])
    #expect(db.pci.map(\.address.description) == ["0000:01:00.0"])
    #expect(!db.autostart)
    let warnings = try #require(GoldenFiles.read("import/units/warnings.txt"))
    for lost in [
      "-cdrom /srv/iso/rescue.iso", "serviceConfig.Restart", "-device usb-tablet", "-cpu",
    ] { #expect(warnings.contains(lost), "\(lost)") }
  }

  @Test("the commas of a disk's name, which the module doubles for QEMU, are read back")
  func commas() throws {
    let disk = #"path = "/srv/a,,b,c.raw";"#
    let text = "{ host.nic = \"eno1\"; guests.a = { diskSize = \"8g\"; disks.d = { \(disk) }; }; }"
    let generated = Pipeline.module(
      of: SourceText(name: "guests.nix", text: text), format: .nix, context: ModuleContext())
    let module = try #require(generated.value)
    #expect(module.contains("a,,,,b,,c.raw"))
    let imported = importModule(SourceText(name: "virtual.nix", text: module))
    #expect(try #require(imported.value).contains(disk))
  }

  @Test("what the guests had and will not have is warned of")
  func hardware() throws {
    let module = try #require(GoldenFiles.read("import/by-hand/virtual.nix"))
    let result = importModule(SourceText(name: "virtual.nix", text: module))
    let told = result.diagnostics.map { "\($0.message) \($0.suggestion ?? "")" }
    for words in ["52:54:00:12:34:56", "different machine", "\"/var/lib/guests/alice.qcow2\""] {
      #expect(told.contains { $0.contains(words) }, "\(words)")
    }
  }

  @Test("a set that 39 names lead to is read, and one that 40 lead to is not", arguments: [38, 39])
  func longChain(last: Int) {
    let names = (1...39).map { "s\($0) = s\($0 - 1);" }.joined(separator: " ")
    let text =
      "let s0 = { memory = \"1g\"; diskSize = \"8g\"; }; \(names)"
      + " guests = { a = s\(last); b = { memory = \"2g\"; diskSize = \"8g\"; }; }; in { }"
    let value = importModule(SourceText(name: "virtual.nix", text: text)).value
    #expect((value?.contains("memory = \"1g\";") ?? false) == (last == 38), "\(value ?? "")")
  }

  @Test(
    "no module of nixpkgs has guests",
    .enabled(
      if: ProcessInfo.processInfo.environment["NIXPKGS"] != nil, "NIXPKGS names no checkout"))
  func nixpkgs() throws {
    let root = try #require(ProcessInfo.processInfo.environment["NIXPKGS"])
    let files = try #require(FileManager.default.enumerator(atPath: "\(root)/nixos"))
    var count = 0
    for case let path as String in files where path.hasSuffix(".nix") {
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(root)/nixos/\(path)")))
      count += 1
      let text = String(decoding: bytes, as: UTF8.self)
      guard
        ["memory", "diskSize", "vncDisplay", "netDevice", "qemu"].contains(where: text.contains)
      else { continue }
      let result = importModule(SourceText(name: path, bytes: bytes))
      #expect(result.value == nil, "\(path)")
    }
    #expect(count > 1000)
  }

  @Test(
    "a module of nixvirt's own gives the same module again, where it is read back in full",
    arguments: ["two-guests", "uefi", "json"])
  func roundTrip(name: String) throws {
    let module = try #require(GoldenFiles.read("modules/\(name)/virtual.nix"))
    let result = importModule(SourceText(name: "virtual.nix", text: module))
    let source = SourceText(name: "guests.nix", text: try #require(result.value))
    let again = Pipeline.module(of: source, format: .nix, context: ModuleContext())
    let header = { (text: String) in text.split(separator: "\n").dropFirst(2) }
    #expect(header(try #require(again.value)) == header(module))
  }

  @Test(
    "functions of the host that a guest has are read back, with all that is said of them",
    arguments: [
      "\"0000:01:00.0\"", "{ address = \"0000:01:00.0\"; primaryDisplay = true; }",
      "{ address = \"0000:01:00.0\"; romFile = \"/srv/card.rom\"; }",
    ])
  func passedFunctions(function: String) throws {
    let description =
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"8g\"; pci = [ \(function) ]; }; }"
    func module(_ text: String) throws -> String {
      let source = SourceText(name: "guests.nix", text: text)
      let module = Pipeline.module(of: source, format: .nix, context: ModuleContext())
      return try #require(module.value, "\(module.diagnostics)")
    }
    let first = try module(description)
    let imported = importModule(SourceText(name: "virtual.nix", text: first))
    let text = try #require(imported.value)
    #expect(text.replacing(/\s+/, with: " ").contains("pci = [ \(function) ];"), "\(text)")
    #expect(try module(text) == first)
  }

  @Test("an attribute that somebody added to a module of nixvirt's own is told as unknown")
  func addedAttribute() throws {
    let module = try #require(GoldenFiles.read("modules/two-guests/virtual.nix"))
    let place = try #require(module.firstRange(of: "\n      memory = "))
    let text = module.replacingCharacters(
      in: place, with: "\n      color = \"red\";\n      memory = ")
    let messages = importModule(SourceText(name: "virtual.nix", text: text)).diagnostics.map(
      \.message)
    #expect(
      messages.contains { $0.contains(".color ") && $0.contains("a description has no such key") },
      "\(messages)")
  }

  @Test("disks, NixOS modules and images of nixvirt's own modules are read back")
  func generatedDisks() throws {
    let module = try #require(GoldenFiles.read("modules/images-and-installers/virtual.nix"))
    let result = importModule(SourceText(name: "virtual.nix", text: module))
    let source = SourceText(name: "guests.nix", text: try #require(result.value))
    let host = try #require(Pipeline.overview(of: source, format: .nix).value).host
    let moved = try #require(host.guests.first { $0.name.description == "moved" })
    #expect(
      moved.existingDisks.map(\.description)
        == ["/dev/disk/by-id/ata-Moved_1", "/srv/images/a, b.iso"])
    let web = try #require(host.guests.first { $0.name.description == "web" })
    #expect(web.rootDisk.kind == .nixos)
    #expect(web.rootDisk.modules.count == 2)
  }

  @Test(
    "the install method of a module of nixvirt's own is read back",
    arguments: InstallKind.allCases)
  func installKinds(kind: InstallKind) throws {
    let files: [InstallKind: String] = [.image: "image = ./a.qcow2;", .iso: "iso = ./a.iso;"]
    let text = """
      {
        host.nic = "eno1";
        guests.a = { install = "\(kind.rawValue)"; diskSize = "8g"; \(files[kind] ?? "") };
      }
      """
    let module = Pipeline.module(
      of: SourceText(name: "guests.nix", text: text), format: .nix, context: ModuleContext())
    let imported = importModule(SourceText(name: "virtual.nix", text: try #require(module.value)))
    let source = SourceText(name: "guests.nix", text: try #require(imported.value))
    let host = try #require(Pipeline.overview(of: source, format: .nix).value).host
    #expect(host.guests.map(\.rootDisk.kind) == [kind])
    #expect(host.guests.map(\.rootDisk.size?.description) == ["8g"])
    #expect(imported.diagnostics.filter { $0.message.contains("guests.a") } == [])
  }

  @Test("marks of a module that somebody wrote by hand mean nothing")
  func foreignMarks() throws {
    let text = """
      { guests.a = { memory = "1g"; store = true; disks = [ { serial = "root"; size = "8g"; } ]; }; }
      """
    let imported = importModule(SourceText(name: "virtual.nix", text: text))
    #expect(try #require(imported.value).contains("install = \"none\";"))
    #expect(imported.diagnostics.contains { $0.message.hasPrefix("guests.a.store is not") })
  }

  @Test(
    "a description that lacks something is printed, and told what it lacks")
  func incomplete() throws {
    let result = try NixvirtProgram.run(
      ["import", "-"], input: "{ guests.alice.memory = \"1g\"; guests.bob.memory = \"x\"; }",
      in: GoldenFiles.folder.path)
    #expect(result.status == 0)
    #expect(result.output.contains("memory = \"1g\";"))
    #expect(result.errors.contains("guests.bob.memory is not carried over"))
    #expect(result.errors.contains("Correct these errors in the description"))
    #expect(result.errors.contains("diskSize"))
  }

  @Test("who gives a module for a description is told of import", arguments: ["generate", "show"])
  func mistaken(command: String) throws {
    let folder = GoldenFiles.folder.appendingPathComponent("import/by-hand").path
    let result = try NixvirtProgram.run([command, "virtual.nix"], in: folder)
    #expect(result.status == 3)
    #expect(result.errors.hasSuffix("nixvirt import virtual.nix\n"))
  }

  @Test("broken modules give a description or diagnostics, and nothing else", arguments: 0..<8)
  func mutated(batch: UInt64) throws {
    var random = RandomSource(seed: batch)
    let seeds = try Self.cases.filter { $0 != "generated" }.map { name in
      Array(try #require(GoldenFiles.read("import/\(name)/virtual.nix")).utf8)
    }
    for _ in 0..<250 {
      var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, start + Int.random(in: 1...30, using: &random))
      if Bool.random(using: &random) {
        bytes.removeSubrange(start..<end)
      } else {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[start..<end], at: place)
      }
      let source = SourceText(name: "virtual.nix", bytes: bytes)
      let result = importModule(source)
      let hasErrors = result.diagnostics.contains { $0.severity == .error }
      #expect(hasErrors == (result.value == nil), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("a module that doubles itself costs no more than it is worth")
  func hostile() {
    var text = "let a0 = [ \"x\" ]; s0 = \"y\";\n"
    for index in 1...60 {
      text += "a\(index) = a\(index - 1) ++ a\(index - 1);\n"
      text += "s\(index) = \"${s\(index - 1)}${s\(index - 1)}\";\n"
    }
    text += "guests.a = { memory = s60; extraArgs = a60; diskSize = \"1g\"; }; in { }\n"
    let result = importModule(SourceText(name: "virtual.nix", text: text))
    #expect(result.value != nil)
  }
}
