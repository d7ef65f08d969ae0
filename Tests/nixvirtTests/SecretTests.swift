import Foundation
import TestSupport
import Testing

/// Files of the host that guests get as credentials: what their units and their systems do with them.
@Suite(
  "Secrets of guests", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct SecretTests {
  private func evaluate(_ guest: String) throws -> EvaluatedModule {
    let place = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"4g\"; \(guest) }; }")
    try place.write("a.nix", "{ }\n")
    let result = try place.run("generate", "-o", "virtual.nix")
    try #require(result.status == 0, "\(result.errors)")
    return try EvaluatedModule(place.path("virtual.nix"))
  }

  private func run(_ script: String, in place: Workplace) throws -> ExternalTool.Result {
    try ExternalTool.run(
      "/bin/bash", ["-euc", script], in: place.folder.path,
      environment: ["CREDENTIALS_DIRECTORY": "credentials", "PATH": "/usr/bin:/bin"])
  }

  @Test("each reaches QEMU as a file that systemd gave the unit, and a missing one stops the start")
  func arguments() throws {
    let host = try evaluate("secrets = { api = \"/var/keys/api\"; web = \"/var/keys/web\"; };")
    let start = try #require(host.scripts["guest-a-start"])
    let printing = start.replacing("exec ", with: "printf '%s\\n' ")
    try #require(printing != start)
    let place = try Workplace("")
    try place.write("credentials/api", "x")
    try place.write("credentials/web", "y")
    let result = try run(printing, in: place)
    try #require(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix(
        ["api", "web"].map {
          "-fw_cfg\nname=opt/io.systemd.credentials/\($0),file=credentials/\($0)\n"
        }.joined()), "\(result.output)")

    // systemd's stand-in for a file that is not there, and an empty file.
    for content in ["nixvirt-missing", ""] {
      try place.write("credentials/web", content)
      let missing = try run(printing, in: place)
      #expect(missing.status == 1 && missing.output == "")
      #expect(
        missing.errors
          == "The secret web cannot be handed over: /var/keys/web is missing or empty\n")
    }
  }

  @Test(
    "ssh-host-key is the SSH host key of a NixOS guest, before sshd starts or makes another one",
    arguments: ["install = \"store\";", "nixos.modules = [ ./a.nix ];"])
  func hostKey(kind: String) throws {
    let host = try evaluate("\(kind) secrets.ssh-host-key = \"/var/keys/a\";")
    let unit = try #require(host.servicesInGuests["nixvirt-host-key"])
    // Guests can share a system: those without the secret keep their own keys.
    #expect(unit["unitConfig"] as? [String: String] == ["ConditionCredential": "ssh-host-key"])
    let service = unit["serviceConfig"] as? [String: String]
    #expect(service == ["Type": "oneshot", "LoadCredential": "ssh-host-key"])
    #expect(unit["wantedBy"] as? [String] == ["multi-user.target"])
    #expect(
      unit["before"] as? [String] == ["sshd-keygen.service", "sshd.service", "sshd.socket"])

    let place = try Workplace("")
    try place.write("credentials/ssh-host-key", "new")
    try place.write("ssh/ssh_host_ed25519_key", "old")
    try place.write("ssh/ssh_host_ed25519_key.pub", "old")
    let script = try #require(unit["script"] as? String)
    let result = try run(script.replacing("/etc/ssh/", with: "ssh/"), in: place)
    try #require(result.status == 0, "\(result.errors)")
    #expect(try place.read("ssh/ssh_host_ed25519_key") == "new")
    let mode: NSNumber = try #require(
      try place.attribute(.posixPermissions, of: "ssh/ssh_host_ed25519_key"))
    #expect(mode.intValue == 0o600)
    #expect(try place.shell("ls ssh").output == "ssh_host_ed25519_key\n")

    #expect(try evaluate(kind).servicesInGuests.isEmpty)
  }
}
