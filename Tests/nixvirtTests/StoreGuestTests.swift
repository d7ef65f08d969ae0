import Foundation
import TestSupport
import Testing

/// Guests that boot from the host's store: what their units run, and what is told of changes.
@Suite(
  "Guests that boot from the store", .ownThreads,
  .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct StoreGuestTests {
  private let plain = #"a = { install = "store"; diskSize = "4g"; };"#
  private let own = #"b = { install = "store"; diskSize = "4g"; nixos.modules = [ ./b.nix ]; };"#

  @Test("QEMU gets kernel, initrd and command line of the system, and the image of its closure")
  func start() throws {
    let host = try evaluate(plain, own)
    let start = try #require(host.scripts["guest-a-start"])
    #expect(start.contains("/kernel-params) init="))
    #expect(start.contains("/init systemd.hostname=a\""))
    #expect(start.contains("-kernel"))
    #expect(start.hasSuffix("${append:+-append \"$append\"}"))
    // A module may set the name.
    let other = try #require(host.scripts["guest-b-start"])
    #expect(!other.contains("systemd.hostname"))
    let image = try #require(start.firstMatch(of: /filename=(store-[^.]*\.erofs),read-only=on/)?.1)
    let prepare = try #require(host.scripts["guest-a-prepare"])
    #expect(prepare.contains("'install' '0'") && prepare.contains("'\(image)'"))
    #expect(prepare.contains("'root.store.qcow2' 'qcow2' '4g'"))
    // A step that fails keeps the guest from starting, whatever the others do.
    let laterSteps = prepare.replacing(/'[^']*make-disk'/, with: "true")
    #expect(laterSteps != prepare)
    #expect(try ExternalTool.run("/bin/bash", ["-c", laterSteps]).status != 0)
  }

  @Test("its unit follows the host, installs nothing, and has time for the image; others have not")
  func unit() throws {
    let host = try evaluate(plain, #"c.diskSize = "8g";"#)
    let unit = try #require(host.services["qemu-guest-a"])
    #expect((unit["restartTriggers"] as? [Any])?.count == 1)
    #expect((unit["serviceConfig"] as? [String: Any])?["TimeoutStartSec"] as? String == "15min")
    #expect(host.services["qemu-guest-a-install"] == nil)
    let other = try #require(host.services["qemu-guest-c"])
    #expect((other["restartTriggers"] as? [Any])?.count == 0)
    #expect((other["serviceConfig"] as? [String: Any])?["TimeoutStartSec"] == nil)
  }

  @Test("changes are told as they happen")
  func changes() throws {
    let modules = try told(
      plain, plain.replacing("diskSize", with: "nixos.modules = [ ./a.nix ]; diskSize"))
    #expect(modules.hasPrefix("a: store.modules added: [ ./a.nix ]; restarts\n"), "\(modules)")
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV a"
    let keys = try told(
      plain, plain.replacing("diskSize", with: "sshKeys = [ \"\(key)\" ]; diskSize"))
    #expect(keys.hasPrefix("a: sshKeys changed; restarts\n"), "\(keys)")
    let later = plain.replacing("diskSize", with: "restartOn = \"description\"; diskSize")
    let next = try told(
      later, later.replacing("diskSize", with: "sshKeys = [ \"\(key)\" ]; diskSize"))
    #expect(
      next.hasPrefix("a: sshKeys changed; keeps running; takes effect at its next start\n"),
      "\(next)")
  }

  @Test("an installed disk is left as it is, and not offered as the root disk of such a guest")
  func kinds() throws {
    let told = try told(#"a.diskSize = "4g";"#, plain)
    #expect(told.contains("/var/lib/guests/a/root.qcow2"), "\(told)")
    #expect(!told.contains("mv "), "\(told)")
  }

  @Test("a module gives its description back")
  func imported() throws {
    let place = try Workplace(
      description([
        plain, own.replacing("nixos.modules", with: "nixos.writableStore = true; nixos.modules"),
      ]))
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let result = try place.run("import", "virtual.nix")
    try #require(result.status == 0, "\(result.errors)")
    try Data(result.output.utf8).write(to: URL(fileURLWithPath: place.path("again.nix")))
    let again = try place.run("diff", "--semantic", "again.nix", "virtual.nix")
    #expect(again.output == "Only layout or comments differ.\n", "\(again.output)")
  }

  @Test("without an installer the module has none, and an installation is refused with a reason")
  func noInstaller() throws {
    let place = try Workplace(
      #"{ host = { nic = "eno1"; installer = false; }; guests.a.diskSize = "8g"; }"#)
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let text = try place.read("virtual.nix")
    #expect(!text.contains("iso-image.nix") && !text.contains("pkgs.nixos"))
    let script = try #require(
      try EvaluatedModule(place.path("virtual.nix")).scripts["no-installer"])
    let result = try ExternalTool.run("/bin/bash", ["-c", script])
    #expect(
      result.status == 1 && result.errors.hasPrefix("This host has no installer"),
      "\(result.errors)")
  }

  @Test("a plan shows a guest that the missing installer keeps from starting")
  func planWithoutInstaller() throws {
    let place = try Workplace(
      #"{ host = { nic = "eno1"; installer = false; }; guests.a.diskSize = "8g"; }"#)
    let state =
      #"{"format": 1, "stateDir": "/var/lib/guests", "fileSystem": "known", "free": 99999999999, "guests": {}, "orphans": []}"#
    let result = try place.run("plan", "--against", "-", "guests.nix", input: state)
    #expect(
      result.output.contains(
        "  it is not installed, and host.installer is false: remove that until it is\n"),
      "\(result.output)\(result.errors)")
    #expect(result.output.hasSuffix("A switch does not start a.\n"), "\(result.output)")
  }

  @Test("all guests are installed from one medium, which compresses fast and has no documentation")
  func medium() throws {
    let place = try Workplace(
      description([
        #"a.diskSize = "8g";"#, #"b = { diskSize = "8g"; nixos.modules = [ ./b.nix ]; };"#,
      ]))
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let text = try place.read("virtual.nix")
    #expect(text.ranges(of: "iso-image.nix").count == 1)
    #expect(text.contains("installer = pkgs.nixos (\n"))
    #expect(text.contains(#"isoImage.squashfsCompression = "zstd -Xcompression-level 3";"#))
    #expect(
      text.contains(#""${modulesPath}/profiles/minimal.nix""#) && !text.contains("storeContents"))
  }

  private func description(_ guests: [String]) -> String {
    "{ host.nic = \"eno1\"; guests = { \(guests.joined(separator: " ")) }; }"
  }

  private func evaluate(_ guests: String...) throws -> EvaluatedModule {
    let place = try Workplace(description(guests))
    let result = try place.run("generate", "-o", "virtual.nix")
    try #require(result.status == 0, "\(result.errors)")
    return try EvaluatedModule(place.path("virtual.nix"))
  }

  private func told(_ old: String, _ new: String) throws -> String {
    let place = try Workplace(description([old]))
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    try Data(description([new]).utf8).write(to: URL(fileURLWithPath: place.path("guests.nix")))
    return try place.run("diff", "--semantic").output
  }
}
