import Foundation
import TestSupport
import Testing

/// What a rebuild does to running guests: it restarts the units whose text or scripts differ, if
/// they let it. Compared are the units of two modules, as real Nix evaluates them.
@Suite("Rebuilds", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct RebuildTests {
  private let alice = #"alice.diskSize = "10g";"#
  private let bob = #"bob.diskSize = "10g";"#

  @Test("the same description makes the same units")
  func unchanged() throws {
    #expect(try changes([alice, bob], [bob, alice]) == Changes())
  }

  @Test(
    "a changed guest restarts alone",
    arguments: [
      #"bob = { diskSize = "20g"; };"#, #"bob = { diskSize = "10g"; memory = "2g"; };"#,
      #"bob = { diskSize = "10g"; vncDisplay = ":1"; };"#,
      #"bob = { diskSize = "10g"; disks.data.size = "1g"; };"#,
      #"bob = { diskSize = "10g"; shares.data.source = "/srv"; tpm = true; };"#,
      #"bob = { diskSize = "10g"; ready = true; usb = [ "1d6b:0002" ]; extraArgs = [ "-S" ]; };"#,
      #"bob = { diskSize = "10g"; firmware = "uefi"; };"#,
      #"bob = { diskSize = "10g"; after = [ "alice" ]; restart = "always"; };"#,
      #"bob = { diskSize = "10g"; shutdownTimeout = 5; cpuQuota = "50%"; autostart = false; };"#,
    ])
  func changed(bob: String) throws {
    let changes = try changes([alice, self.bob], [alice, bob])
    #expect(changes.changed.contains("qemu-guest-bob"))
    #expect(changes.changed.isSubset(of: ["qemu-guest-bob", "qemu-guest-bob-install"]))
    #expect(changes.added.allSatisfy { $0.hasPrefix("qemu-guest-bob-") })
    #expect(changes.removed == [])
    let told = try told([alice, self.bob], [alice, bob])
    #expect(told.hasPrefix("bob: ") && told.contains("; restarts\n"), "\(told)")
    #expect(told.hasSuffix("\nA rebuild restarts bob.\n"), "\(told)")
  }

  @Test("a guest that comes or goes touches no other")
  func addedAndRemoved() throws {
    let units: Set = [
      "qemu-guest-bob", "qemu-guest-bob-install", "qemu-guest-bob-monitor",
      "qemu-guest-bob-network",
    ]
    #expect(try changes([alice], [alice, bob]) == Changes(added: units))
    #expect(try changes([alice, bob], [alice]) == Changes(removed: units))
  }

  @Test("a guest of another kind touches no other")
  func otherKinds() throws {
    for bob in [
      #"bob = { install = "none"; diskSize = "1g"; };"#,
      #"bob = { install = "store"; diskSize = "1g"; };"#, #"bob = { image = "/srv/a.img"; };"#,
      #"bob = { iso = "/srv/a.iso"; diskSize = "1g"; };"#,
    ] {
      let changes = try changes([alice], [alice, bob])
      #expect(changes.changed == [])
      #expect(changes.added.contains("qemu-guest-bob"))
      #expect(try told([alice], [alice, bob]) == "bob: new\n\nA rebuild starts bob.\n")
    }
  }

  @Test("a guest may be left alone")
  func untouched() throws {
    let host = try evaluate([#"alice = { diskSize = "1g"; restartOn = "never"; };"#, bob])
    #expect(host.services["qemu-guest-alice"]?["restartIfChanged"] as? Bool == false)
    #expect(host.services["qemu-guest-bob"]?["restartIfChanged"] as? Bool == true)
    #expect(host.services["qemu-guest-alice-install"]?["restartIfChanged"] as? Bool == false)
  }

  @Test("what only an installation reads restarts no guest")
  func installationOnly() throws {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV a"
    let changes = try changes(
      [alice], [#"alice = { diskSize = "10g"; sshKeys = [ "\#(key)" ]; };"#])
    #expect(changes == Changes())
  }

  @Test("keys of an image's guest restart it, and those of others do not")
  func keysOfImages() throws {
    func key(_ name: String) -> String {
      let blob = "AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG"
      return "\"ssh-ed25519 \(blob) \(name)\""
    }
    let a = "a = { image = \"/srv/a.img\"; sshKeys = [ \(key("a")) ]; };"
    let b = "b = { image = \"/srv/b.img\"; sshKeys = [ \(key("a")) \(key("b")) ]; };"
    let other = "b = { image = \"/srv/b.img\"; sshKeys = [ \(key("c")) ]; };"
    // With the same first key, the module has it once for both.
    #expect(try changes([a, b], [a, other]).changed == ["qemu-guest-b"])
    #expect(try changes([a], [a, b]).changed == [])
    let both = [a.replacing(" a\"", with: " new\""), b.replacing(" a\"", with: " new\"")]
    #expect(try changes([a, b], both).changed == ["qemu-guest-a", "qemu-guest-b"])
  }

  @Test("a guest follows its host's packages only if it is to")
  func restartOnHost() throws {
    let host = try evaluate([#"alice = { diskSize = "1g"; restartOn = "host"; };"#, bob])
    let triggers = { (unit: String) in host.services[unit]?["restartTriggers"] as? [String] }
    #expect(triggers("qemu-guest-alice")?.count == 1)
    #expect(triggers("qemu-guest-bob") == [])
  }

  private struct Changes: Equatable {
    var added: Set<String> = []
    var removed: Set<String> = []
    var changed: Set<String> = []
  }

  private func changes(_ old: [String], _ new: [String]) throws -> Changes {
    let (old, new) = (try texts(of: old), try texts(of: new))
    let (before, after) = (Set(old.keys), Set(new.keys))
    return Changes(
      added: after.subtracting(before), removed: before.subtracting(after),
      changed: before.intersection(after).filter { old[$0] != new[$0] })
  }

  /// The services as units with the scripts that are in their text, by name.
  private func texts(of guests: [String]) throws -> [String: String] {
    try evaluate(guests).services.mapValues { service in
      let scripts = ["preStart", "script", "preStop", "postStart"].map { service[$0] ?? "" }
      return UnitFile("", service).text + scripts.map { "\($0)" }.joined(separator: "\n")
    }
  }

  /// What `diff --semantic` says of it.
  private func told(_ old: [String], _ new: [String]) throws -> String {
    try withModule(of: old) { folder in
      try NixvirtProgram.run(
        ["diff", "--semantic", "-", "virtual.nix"], input: Self.description(new), in: folder.path
      ).output
    }
  }

  private func evaluate(_ guests: [String]) throws -> EvaluatedModule {
    try withModule(of: guests) { folder in
      try EvaluatedModule(folder.appendingPathComponent("virtual.nix").path)
    }
  }

  private func withModule<Value>(of guests: [String], _ body: (URL) throws -> Value) throws -> Value
  {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try NixvirtProgram.run(
      ["generate", "-", "-o", "virtual.nix"], input: Self.description(guests), in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return try body(folder)
  }

  private static func description(_ guests: [String]) -> String {
    "{ host.nic = \"eno1\"; guests = { \(guests.joined(separator: " ")) }; }"
  }
}
