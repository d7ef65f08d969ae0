import Foundation
import TestSupport
import Testing

/// What is said of a change is what the units and scripts of both modules do, as real Nix evaluates them.
@Suite(
  "Classes of changes", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct ChangeClassTests {
  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"

  @Test(
    "keys of NixOS guests take effect at the next start: the unit is the same, its start differs")
  func nextStart() throws {
    let change = try Change(
      #"a.diskSize = "9g";"#, "a = { diskSize = \"9g\"; sshKeys = [ \"\(Self.key)\" ]; };")
    #expect(
      change.told.hasPrefix("a: sshKeys changed; keeps running; takes effect at its next start\n"))
    #expect(change.units == [])
    #expect(change.new.scripts["authorized_keys"]?.contains(Self.key) == true)
    #expect(change.new.scripts["guest-a-start"]?.contains("label=HANDOVER,read-only=on") == true)
    // The installer leaves no key behind.
    #expect(change.new.scripts.values.allSatisfy { !$0.contains("/mnt/root/.ssh") })
  }

  @Test("keys of guests from images restart them, and are told to cloud-init at each start")
  func image() throws {
    let change = try Change(
      #"a.image = "/srv/a.img";"#, "a = { image = \"/srv/a.img\"; sshKeys = [ \"\(Self.key)\" ]; };"
    )
    #expect(change.told.hasPrefix("a: sshKeys changed; restarts\n"))
    #expect(change.units == ["qemu-guest-a"])
    #expect(change.new.scripts["user-data"]?.contains("bootcmd") == true)
  }

  /// The machine of these starts is a mount namespace.
  private static let cloudInit = getuid() == 0 ? ExternalTool.find("cloud-init") : nil

  @Test(
    "a key that is removed cannot log in after the next start, and one that is added can: cloud-init",
    .enabled(if: cloudInit != nil, "cloud-init is not installed, or this is not root"))
  func cloudInitKeys() throws {
    let other =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAPmHNFIF2YBdJh5DjA9E7Bq8EFwlyNGxlH2FvoU0mYp carol@laptop"
    func guest(_ keys: String...) -> String {
      let list = keys.map { "\"\($0)\"" }.joined(separator: " ")
      return "a = { image = \"/srv/a.img\"; sshKeys = [ \(list) ]; };"
    }
    let first = try Change(guest(Self.key), guest(Self.key, other))
    let second = try Change(guest(other), guest())
    let starts = [first.old, first.new, second.old, second.new, first.old]
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, module) in starts.enumerated() {
      let start = folder.appendingPathComponent("\(index)")
      try FileManager.default.createDirectory(at: start, withIntermediateDirectories: true)
      for name in ["user-data", "meta-data"] {
        let text = try #require(module.scripts[name])
        try Data(text.utf8).write(to: start.appendingPathComponent(name))
      }
      let schema = try ExternalTool.run(
        "/usr/bin/cloud-init", ["schema", "--config-file", "user-data"], in: start.path)
      #expect(schema.status == 0, "\(schema.output)\(schema.errors)")
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("EndToEnd/cloud-init/starts").path
    let result = try ExternalTool.run(
      script, starts.indices.map(String.init), in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    let expected = [[Self.key], [Self.key, other], [other], [], [Self.key]]
    for (index, keys) in expected.enumerated() {
      let start = folder.appendingPathComponent("\(index)")
      let names = try FileManager.default.contentsOfDirectory(atPath: start.path)
        .filter { $0.hasPrefix("keys-") }
      #expect(names.count == 2 && names.contains("keys-root"), "\(names)")
      for name in names {
        let text = try String(contentsOf: start.appendingPathComponent(name), encoding: .utf8)
        #expect(text.split(separator: "\n").map(String.init) == keys, "start \(index + 1), \(name)")
      }
    }
  }

  @Test(
    "what only an installation reads touches no unit that is there, and says how it reaches a guest",
    arguments: [
      (
        #"{ diskSize = "9g"; nixos.modules = [ ./a.nix ]; }"#,
        #"{ diskSize = "9g"; nixos.modules = [ ./b.nix ]; }"#, "the modules", "nixos-rebuild"
      ),
      (
        #"{ image = "/srv/a.img"; }"#, #"{ image = "/srv/b.img"; }"#, "the image",
        "rm -f /var/lib/guests/a/root.qcow2"
      ),
      (
        #"{ iso = "/srv/a.iso"; diskSize = "9g"; vncDisplay = ":1"; }"#,
        #"{ iso = "/srv/b.iso"; diskSize = "9g"; vncDisplay = ":1"; }"#, "the installer",
        "rm -f /var/lib/guests/a/root.qcow2"
      ),
    ])
  func laterInstallations(old: String, new: String, what: String, way: String) throws {
    let change = try Change("a = \(old);", "a = \(new);")
    #expect(change.told.contains("; keeps running\n  only new installations get \(what); "))
    #expect(change.told.contains(way))
    // A rebuild leaves an installation alone.
    #expect(change.units.isSubset(of: ["qemu-guest-a-install"]))
    #expect(change.new.services["qemu-guest-a-install"]?["restartIfChanged"] as? Bool == false)
    let condition = change.unitSection("qemu-guest-a-install")?["ConditionPathExists"] as? String
    #expect(condition == "!/var/lib/guests/a/root.qcow2")
  }

  @Test(
    "a guest that follows its host is restarted by each key that changes what its units run",
    arguments: [
      (#"log.keep = 5;"#, true), ("autoResume = true;", true), ("memory = \"3g\";", true),
      (#"backup = { schedule = "daily"; directory = "/srv/b"; };"#, true),
      ("autostart = false;", false),
    ])
  func following(key: String, restarts: Bool) throws {
    let follows = #"a = { diskSize = "9g"; restartOn = "host";"#
    let change = try Change("\(follows) };", "\(follows) \(key) };")
    #expect(change.told.contains("; restarts\n") == restarts, "\(change.told)")
    func files(_ module: EvaluatedModule) -> [String: String] {
      module.scripts.filter { $0.key.hasPrefix("guest-a-") }
    }
    #expect((files(change.old) != files(change.new)) == restarts)
    #expect((change.new.services["qemu-guest-a"]?["restartTriggers"] as? [Any])?.count == 1)
    // Others keep running.
    let other = try Change(#"a.diskSize = "9g";"#, "a = { diskSize = \"9g\"; \(key) };")
    #expect(other.told.contains("; restarts\n") == key.contains("memory"), "\(other.told)")
  }

  @Test("a guest that begins to follow its host is restarted: its unit lists files from then on")
  func follower() throws {
    let change = try Change(
      #"a.diskSize = "9g";"#, #"a = { diskSize = "9g"; restartOn = "host"; };"#)
    #expect(change.told.hasPrefix("a: restartOn added: host; restarts\n"), "\(change.told)")
    #expect(change.old.services["qemu-guest-a"]?["restartTriggers"] == nil)
    #expect(change.new.services["qemu-guest-a"]?["restartTriggers"] != nil)
  }

  @Test("a smaller disk is refused by the script that is run before a start")
  func smallerDisk() throws {
    let change = try Change(
      #"a = { diskSize = "9g"; disks.data.size = "2g"; };"#,
      #"a = { diskSize = "8g"; disks.data.size = "1g"; };"#)
    #expect(
      change.told.contains("will not start: its disk root has 9 GiB and cannot shrink to 8 GiB"))
    #expect(
      change.told.contains("will not start: its disk data has 2 GiB and cannot shrink to 1 GiB"))
    let prepare = try #require(change.new.scripts["guest-a-prepare"])
    #expect(prepare.contains("8g") && prepare.contains("1g"))
    guard let program = ExternalTool.find("qemu-img") else {
      #expect(!ExternalTool.areRequired, "qemu-img is not installed")
      return
    }
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = """
      set -e
      PATH=$PATH:\(URL(fileURLWithPath: program).deletingLastPathComponent().path)
      qemu-img create -q -f qcow2 root.qcow2 9g
      set -- root.qcow2 qcow2 8g
      \(try #require(change.new.scripts["grow-disk"]))
      """
    let result = try ExternalTool.run("/bin/bash", ["-c", script], in: folder.path)
    #expect(result.status == 1 && result.errors.contains("disks can only grow"))
  }

  @Test("another firmware starts another QEMU with the disk that is there")
  func firmware() throws {
    let change = try Change(
      #"a.diskSize = "9g";"#, #"a = { diskSize = "9g"; firmware = "uefi"; };"#)
    #expect(change.told.contains("restarts\n  may not boot: its system was installed for bios"))
    let start = "guest-a-start"
    #expect(change.old.scripts[start]?.contains("pflash") == false)
    #expect(change.new.scripts[start]?.contains("pflash") == true)
    #expect(change.new.scripts[start]?.contains("filename=root.qcow2") == true)
  }

  @Test("a renamed disk is made blank, and the file of the old one is used no more")
  func renamedDisk() throws {
    let change = try Change(
      #"a = { diskSize = "9g"; disks.data.size = "2g"; };"#,
      #"a = { diskSize = "9g"; disks.store.size = "2g"; };"#)
    let command = "mv /var/lib/guests/a/data.qcow2 /var/lib/guests/a/store.qcow2"
    #expect(change.told.contains("data.qcow2 is kept, and a blank store.qcow2 takes its place"))
    #expect(change.told.contains(command))
    #expect(change.old.scripts["guest-a-prepare"]?.contains("data.qcow2") == true)
    #expect(change.new.scripts["guest-a-prepare"]?.contains("data.qcow2") == false)
    #expect(change.new.scripts["guest-a-prepare"]?.contains("store.qcow2") == true)
    let gone = try Change(
      #"a = { diskSize = "9g"; disks.data.size = "2g"; };"#, #"a.diskSize = "9g";"#)
    #expect(gone.told.contains("/var/lib/guests/a/data.qcow2 is no longer used, and is kept"))
  }

  @Test("root does not open what a guest wrote as an image: a backing file in it could be any file")
  func convertedDisk() throws {
    let change = try Change(
      #"a = { diskSize = "9g"; disks.data.size = "2g"; };"#,
      #"a = { diskSize = "9g"; disks.data = { size = "2g"; format = "raw"; }; };"#)
    let file = "/var/lib/guests/a/data"
    #expect(
      change.told.contains(
        "setpriv --reuid=$(stat -c %u \(file).qcow2) --regid=$(stat -c %g \(file).qcow2)"
          + " --clear-groups --no-new-privs qemu-img convert -f qcow2 -O raw \(file).qcow2 \(file).raw"
      ))
  }

  @Test("in another directory guests are installed again")
  func stateDirectory() throws {
    let guest = #"a.diskSize = "9g";"#
    let change = try Change(
      guest, guest, host: #"host = { nic = "eno1"; stateDir = "/srv/guests"; };"#)
    #expect(change.told.contains("host: stateDir /var/lib/guests → /srv/guests\n"))
    #expect(change.told.contains("mv /var/lib/guests /srv/guests"))
    #expect(change.units.contains("qemu-guest-a"))
    let condition = change.unitSection("qemu-guest-a-install")?["ConditionPathExists"] as? String
    #expect(condition == "!/srv/guests/a/root.qcow2")
  }

  @Test("a guest that is renamed is a new one")
  func renamedGuest() throws {
    let change = try Change(
      #"a = { diskSize = "9g"; disks.data.size = "2g"; };"#,
      #"b = { diskSize = "9g"; disks.data.size = "2g"; };"#)
    #expect(change.told.contains("b: new\n  if this is a under a new name"))
    #expect(change.told.contains("mv /var/lib/guests/a /var/lib/guests/b"))
    #expect(
      change.old.services["qemu-guest-a"] != nil && change.new.services["qemu-guest-a"] == nil)
    let config = change.new.services["qemu-guest-b"]?["serviceConfig"] as? [String: Any]
    #expect(config?["StateDirectory"] as? String == "guests/b")
    let others = try Change(#"a.diskSize = "9g";"#, #"b.diskSize = "8g";"#)
    #expect(!others.told.contains("under a new name"))
  }

  @Test("outside of /var/lib, the files of a renamed guest have to be given to its user")
  func renamedElsewhere() throws {
    let place = try Workplace()
    func guests(_ name: String) -> String {
      "{ host = { nic = \"eno1\"; stateDir = \"/srv/guests\"; }; guests.\(name).diskSize = \"9g\"; }"
    }
    try place.write("guests.nix", guests("a"))
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    try place.write("guests.nix", guests("b"))
    let told = try place.run("diff", "--semantic").output
    #expect(
      told.contains(
        "systemctl stop qemu-guest-a && mv /srv/guests/a /srv/guests/b, and after the rebuild: chown -R"
          + " guest-b: /srv/guests/b && systemctl restart qemu-guest-b\n"), "\(told)")
  }

  @Test("a guest that moves to another network has its tap in the other bridge")
  func network() throws {
    let networks = #"networks = { lan.uplink = "eno1"; lab = { }; };"#
    let change = try Change(
      #"a = { diskSize = "9g"; network = "lan"; };"#,
      #"a = { diskSize = "9g"; network = "lab"; };"#, oldHost: networks, host: networks)
    #expect(
      change.told.contains("restarts\n  its network card 1 moves from br-lan to br-lab"))
    #expect(change.units.contains("qemu-guest-a"))
    func connects(_ module: EvaluatedModule) -> String {
      let unit = module.services["qemu-guest-a-network"]?["serviceConfig"] as? [String: Any]
      return unit?["ExecReload"] as? String ?? ""
    }
    #expect(connects(change.old).contains(" tap-a ") && connects(change.old).contains(" br-lan "))
    #expect(connects(change.new).contains(" tap-a ") && connects(change.new).contains(" br-lab "))
    // A rebuild reloads the unit, which moves the tap.
    #expect(change.new.services["qemu-guest-a-network"]?["reloadIfChanged"] as? Bool == true)
  }

  @Test("600 guests that restart are a number and a few names")
  func many() throws {
    let guests = { (memory: String) in
      (1...600).map { "g\($0) = { diskSize = \"9g\"; memory = \"\(memory)\"; };" }.joined()
    }
    let place = try Workplace()
    try place.write("guests.nix", "{ guests = { \(guests("1g")) }; }")
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    try place.write("old.nix", "{ guests = { \(guests("1g")) }; }")
    try place.write("guests.nix", "{ guests = { \(guests("2g")) }; }")
    let told = try place.run("diff", "--semantic").output
    let names = "g1, g10, g100, g101, g102, g103 and 594 more"
    #expect(
      told == """
        \(names): memory 1 GiB → 2 GiB; restarts

        A rebuild restarts 600 guests (\(names)).

        """)
    let plan = try place.run("plan", "old.nix", "guests.nix").output
    #expect(
      plan == """
        \(names): memory 1 GiB → 2 GiB; restarts on host

        1. Switch host: restarts 600 guests (\(names)):
           nixos-rebuild switch

        """)
  }

  @Test("check says what a rebuild does that is likely not meant")
  func check() throws {
    let place = try Workplace()
    try place.write("guests.nix", #"{ guests.a = { diskSize = "9g"; disks.data.size = "2g"; }; }"#)
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    try place.write("guests.nix", #"{ guests.a = { diskSize = "8g"; disks.store.size = "2g"; }; }"#)
    let result = try place.run("check")
    #expect(result.status == 1)
    #expect(result.errors.contains("note: a: will not start: its disk root has 9 GiB"))
    #expect(result.errors.contains("note: a: /var/lib/guests/a/data.qcow2 is kept"))
    #expect(result.errors.contains("note: A rebuild restarts a.\n"))
    // An edit by hand hides nothing of it.
    try place.write("virtual.nix", place.read("virtual.nix") + "\n")
    let edited = try place.run("check").errors
    #expect(edited.contains("was edited by hand") && edited.contains("will not start: its disk"))
  }

  @Test("check and diff report the same consequences, and count those that check leaves out")
  func checkAndDiff() throws {
    let place = try Workplace()
    func guests(_ size: Int, _ host: String = "") -> String {
      "{ \(host) guests = { "
        + (1...7).map { "g\($0) = { diskSize = \"\(size)g\"; memory = \"1g\"; };" }.joined()
        + " }; }"
    }
    try place.write("guests.nix", guests(9))
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    try place.write("guests.nix", guests(8, "host.stateDir = \"/srv/guests\";"))
    let check = try place.run("check").errors
    let diff = try place.run("diff", "--semantic").output
    let summary = try #require(diff.split(separator: "\n").last)
    #expect(summary.hasPrefix("A rebuild restarts 7 guests"))
    #expect(check.contains("note: \(summary)\n"))
    #expect(check.contains("note: every guest gets new disks in /srv/guests"))
    let warnings = check.split(separator: "\n").filter {
      $0.hasPrefix("note: g") && $0.contains(": will")
    }
    #expect(warnings.count == 5, "\(check)")
    #expect(check.contains("more warnings, see: nixvirt diff --semantic\n"))
  }

  /// Two modules, and what is said of the change.
  private struct Change {
    let old: EvaluatedModule
    let new: EvaluatedModule
    let told: String

    init(
      _ before: String, _ after: String, oldHost: String = #"host.nic = "eno1";"#,
      host: String = #"host.nic = "eno1";"#
    ) throws {
      let folder = try ExternalTool.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      for name in ["a.nix", "b.nix"] {
        try Data("{ }\n".utf8).write(to: folder.appendingPathComponent(name))
      }
      func module(_ host: String, _ guests: String, _ name: String) throws -> EvaluatedModule {
        let result = try NixvirtProgram.run(
          ["generate", "-", "-o", name], input: "{ \(host) guests = { \(guests) }; }",
          in: folder.path)
        try #require(result.status == 0, "\(result.errors)")
        return try EvaluatedModule(folder.appendingPathComponent(name).path)
      }
      old = try module(oldHost, before, "virtual.nix")
      told = try NixvirtProgram.run(
        ["diff", "--semantic", "-", "virtual.nix"], input: "{ \(host) guests = { \(after) }; }",
        in: folder.path
      ).output
      new = try module(host, after, "new.nix")
    }

    /// The units that differ, by name.
    var units: Set<String> {
      func texts(_ module: EvaluatedModule) -> [String: String] {
        module.services.mapValues { UnitFile("", $0).text }
      }
      let (before, after) = (texts(old), texts(new))
      return Set(after.keys.filter { before[$0] != nil && before[$0] != after[$0] })
    }

    func unitSection(_ unit: String) -> [String: Any]? {
      new.services[unit]?["unitConfig"] as? [String: Any]
    }
  }
}
