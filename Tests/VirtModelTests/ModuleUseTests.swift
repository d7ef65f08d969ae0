import NixAST
import Testing

@testable import VirtModel

/// What a module's shared code has is decided by what guests use: the same for a module that is
/// written and for one that is read back.
@Suite("What guests use")
struct ModuleUseTests {
  private static let descriptions = [
    "a = { }; b = { };",
    "a.firmware = \"uefi\"; b.firmware = \"uefi\";",
    "a.firmware = \"uefi\"; b = { };",
    "a.restart = \"always\"; b.restart = \"always\";",
    "a.restart = \"always\"; b.shutdownTimeout = 5;",
    "a = { image = ./a.img; diskSize = null; }; b.iso = ./b.iso;",
    "a.iso = ./a.iso; b.iso = ./b.iso;",
    "a = { install = \"none\"; vncDisplay = \":1\"; }; b.vncDisplay = \"unix:/run/guests/b/vnc\";",
    "a = { disks.d.size = \"1g\"; vncDisplay = \"0.0.0.0:1\"; }; b.disks.d.path = \"/dev/b\";",
    "a = { tpm = true; ready = true; }; b = { shares.s.source = \"/srv\"; after = [ \"a\" ]; };",
    "a = { nixos.modules = [ ./a.nix ]; autostart = false; extraArgs = [ \"-s\" ]; };",
  ]

  @Test("a module that was written needs the same shared code", arguments: descriptions)
  func readBack(_ guests: String) throws {
    let host = try host(guests)
    let writer = ModuleWriter(host, folder: ".")
    let read = try #require(EmittedModule(host.module(ModuleContext()).expr))
    let again = ModuleWriter(host, for: ModuleUse(read))
    #expect(again.sharedCode == writer.sharedCode)
    #expect(
      try #require(host.changes(from: host.module(ModuleContext()), context: ModuleContext()))
        .isEmpty)
  }

  @Test("what all guests have alike is left out of their paragraphs, and only that")
  func leftOut() throws {
    let alike = ModuleWriter(try host("a.firmware = \"uefi\"; b.firmware = \"uefi\";"), folder: ".")
    #expect(alike.use.leftOut == ["firmware", "install", "restart", "shutdownTimeout"])
    let mixed = ModuleWriter(
      try host("a = { firmware = \"uefi\"; restart = \"no\"; }; b.shutdownTimeout = 5;"),
      folder: ".")
    #expect(mixed.use.leftOut == ["install"])
    #expect(mixed.use.common("restart") == nil)
    #expect(alike.use.common("restart") == "on-failure")
  }

  @Test("presence is decided by all guests")
  func presence() throws {
    let use = ModuleWriter(
      try host("a = { tpm = true; vncDisplay = \":1\"; }; b.tpm = true;"), folder: "."
    ).use
    #expect(use.presence("tpm").isCertain)
    #expect(use.presence("vncDisplay").isPossible)
    #expect(!use.presence("vncDisplay").isCertain)
    #expect(!use.presence("firmware").isPossible)
  }

  @Test("disks that nixvirt makes, and traits that need code of their own, are counted")
  func disks() throws {
    let counted = try #require(Disks.countedAttributes.first { $0.name == "disks" })
    #expect(counted.traits([["serial": "a", "size": "1g"]]) == ["made"])
    #expect(
      counted.traits([["driver": "host_device", "serial": "a"], ["readOnly": true]])
        == ["driver", "readOnly"])
    #expect(counted.traits([["serial": "a", "former": "b.qcow2"]]) == ["former"])
    #expect(counted.traits([["serial": "a", "file": "a.img"]]) == [])
  }

  @Test(
    "the operator's command gets the attributes that it reads, as far as guests have them",
    arguments: [
      ("a = { };", []), ("a.tags = [ \"web\" ];", ["tags"]),
      ("a.guestAgent = true;", ["guestAgent"]),
      ("a.snapshot.beforeRestart = true;", ["snapshot"]),
      ("a.backup = { schedule = \"daily\"; directory = \"/srv/b\"; };", ["backup"]),
    ])
  func told(guests: String, names: [String]) throws {
    let text = try host(guests).module(ModuleContext()).rendered()
    let set = try #require(text.firstMatch(of: /builtins\.intersectAttrs \{([^}]*)\}/)).1
    let found = set.matches(of: /(\w+) = null;/).map { String($0.1) }
    #expect(found == ["disks", "diskSize", "interfaces", "user"] + names)
  }

  @Test(
    "the memory of a guest is a file if programs of the host share it, or if it is huge pages",
    arguments: [
      ("a = { };", []),
      ("a.shares.s.source = \"/srv\";", [",share=on"]),
      ("a.hugepages = true;", [",share=on,hugetlb=on,hugetlbsize=2m,prealloc=on"]),
    ])
  func memory(guests: String, properties: [String]) throws {
    let text = try host(guests).module(ModuleContext()).rendered()
    let found = text.matches(of: /"memory-backend-memfd,id=memory,size=1g([^"]*)"/)
    #expect(found.map { String($0.1) } == properties)
  }

  @Test("a change of shared code is reported once, and a module of another shape is not compared")
  func otherModules() throws {
    let host = try host("a = { };")
    let text = try host.module(ModuleContext()).rendered()
    let edited = text.replacing("NoNewPrivileges = true;", with: "NoNewPrivileges = false;")
    let old = try #require(NixFile.parse(SourceText(name: "virtual.nix", text: edited)).value)
    let changes = try #require(host.changes(from: old, context: ModuleContext()))
    #expect(changes.shared == ["hardening"])
    #expect(changes.host == [] && changes.guests.isEmpty)
    for text in ["[ ]", "{ ... }: let x = 1; in { }", "{ ... }: let guests = 1; in { }"] {
      let file = try #require(NixFile.parse(SourceText(name: "virtual.nix", text: text)).value)
      #expect(host.changes(from: file, context: ModuleContext()) == nil, "\(text)")
    }
  }

  @Test("only guests that NixOS configures have a drive with their configuration")
  func handover() throws {
    func hasDrive(_ guests: String) throws -> Bool {
      try host(guests).module(ModuleContext()).rendered().contains("handover")
    }
    #expect(try hasDrive("a = { };"))
    #expect(try !hasDrive("a.install = \"none\"; b.image = \"/srv/b.img\";"))
  }

  @Test("guests ask for the kind of their installation only where there are two kinds")
  func kindsOfInstallations() throws {
    func asks(_ guests: String) throws -> Bool {
      try host(guests).module(ModuleContext()).rendered().contains("if guest.install ==")
    }
    #expect(try asks("a.iso = ./a.iso; b = { };"))
    #expect(try !asks("a.iso = ./a.iso; b.iso = ./b.iso;") && !asks("a = { }; b = { };"))
  }

  @Test("a guest's units, sockets and paths have the names of HostNames")
  func names() throws {
    let host = try host("a.tpm = true;")
    let text = try host.module(ModuleContext()).rendered()
    #expect(text.contains("path=/run/guests/a.tpm.sock"))
    #expect(
      host.guests[0].units == [
        "qemu-guest-a", "qemu-guest-a-install", "qemu-guest-a-monitor", "qemu-guest-a-tpm",
      ])
  }

  private func host(_ guests: String) throws -> Host {
    let text = "{ host.nic = \"eno1\"; defaults.diskSize = \"1g\"; guests = { \(guests) }; }"
    let result = Pipeline.host(of: SourceText(name: "guests.nix", text: text), format: .nix)
    return try #require(result.value, "\(result.diagnostics)")
  }
}
