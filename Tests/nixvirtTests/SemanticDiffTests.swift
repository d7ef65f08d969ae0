import Foundation
import TestSupport
import Testing

/// `nixvirt diff --semantic`: what changes for whom. That what it says of restarts is what real Nix
/// makes of the units is in ``RebuildTests``.
@Suite("Semantic diff")
struct SemanticDiffTests {
  static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"

  @Test(
    "a changed guest",
    arguments: [
      (#"{ memory = "2g"; diskSize = "10g"; }"#, "memory 1 GiB → 2 GiB; restarts"),
      (
        #"{ diskSize = "20g"; vncDisplay = ":1"; }"#,
        "diskSize 10 GiB → 20 GiB, vncDisplay added: localhost:1; restarts"
      ),
      (#"{ diskSize = "10g"; shutdownTimeout = 30; }"#, "shutdownTimeout 90 → 30; restarts"),
      (
        #"{ diskSize = "10g"; mac = "52:54:00:00:00:01"; }"#,
        "interfaces[0].mac 52:54:00:03:47:96 → 52:54:00:00:00:01; restarts"
      ),
      (#"{ diskSize = "10g"; tpm = true; }"#, "tpm added: true; restarts"),
      (#"{ diskSize = "10g"; autostart = false; }"#, "autostart added: false; keeps running"),
      (
        #"{ diskSize = "10g"; sshKeys = [ "KEY" ]; }"#,
        "sshKeys changed; keeps running; takes effect at its next start"
      ),
      (
        #"{ diskSize = "10g"; restartOn = "never"; memory = "2g"; }"#,
        "memory 1 GiB → 2 GiB, restartOn added: never; keeps running; takes effect at its next start"
      ),
    ])
  func changed(guest: String, words: String) throws {
    let guest = guest.replacingOccurrences(of: "KEY", with: Self.key)
    let text = try changes(from: #"web.diskSize = "10g";"#, to: "web = \(guest);")
    let rebuild = words.hasSuffix("; restarts") ? "restarts web" : "restarts no guest"
    #expect(text == "web: \(words)\n\nA rebuild \(rebuild).\n")
  }

  @Test("the root disks of two install methods are different disks, whatever their sizes")
  func rootDisks() throws {
    let text = try changes(
      from: #"web = { install = "none"; diskSize = "10g"; };"#,
      to: #"web = { install = "store"; diskSize = "10g"; };"#)
    #expect(text.contains("\n  /var/lib/guests/web/root.qcow2 is no longer used, and is kept\n"))
  }

  @Test("guests that come and go")
  func comingAndGoing() throws {
    #expect(
      try changes(from: #"old.diskSize = "1g";"#, to: #"new.diskSize = "1g";"#) == """
        new: new
          if this is old under a new name, its disks are still in /var/lib/guests/old; to keep using them, run \
        before the rebuild: systemctl stop qemu-guest-old && mv /var/lib/guests/old /var/lib/guests/new
        old: removed; it is shut down, and its files are kept

        A rebuild starts new; shuts down old.

        """)
  }

  @Test("the host, and what all guests share")
  func host() throws {
    let guest = #"web.diskSize = "10g";"#
    #expect(
      try changes(from: guest, to: guest, host: #"host.nic = "eno1"; networks.lab = { };"#) == """
        host: boot.kernel added
        host: networking.bridges.br-lab added: { interfaces = [ ]; }
        host: networking.interfaces.br-lab added
        nixvirt-filter:
          - iifname . oifname { "vbridge0" . "vbridge0" } accept
          + iifname . oifname { "br-lab" . "br-lab", "vbridge0" . "vbridge0" } accept
          + iifname "br-lab" drop
          + oifname "br-lab" drop
          + }
          + chain input {
          + type filter hook input priority filter - 10; policy accept;
          + iifname "br-lab" drop

        A rebuild restarts no guest; reloads nixvirt-filter.

        """)
    let text = try changes(
      from: guest, to: guest, host: #"host = { nic = "eno1"; accel = "tcg"; };"#)
    #expect(
      text.contains("\nshared code: ") && text.hasSuffix("A rebuild may restart every guest.\n"))
  }

  @Test("a key that moves from a guest to its host changes nothing for the guest")
  func keys() throws {
    let other =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"
    func host(_ keys: String) -> String { "host = { nic = \"eno1\"; sshKeys = [ \(keys) ]; };" }
    // Two guests, so that the module has the keys of the host once.
    let text = try changes(
      from: "web = { diskSize = \"1g\"; sshKeys = [ \"\(other)\" ]; }; db.diskSize = \"1g\";",
      to: "web.diskSize = \"1g\"; db.diskSize = \"1g\";", before: host("\"\(Self.key)\""),
      host: host("\"\(Self.key)\" \"\(other)\""))
    #expect(
      text == """
        db: sshKeys changed; keeps running; takes effect at its next start

        A rebuild restarts no guest.

        """)
  }

  @Test(
    "rules and settings of networks",
    arguments: [
      (
        "tcp = [ 5432 ]", "tcp = [ 5433 ]",
        """
        nixvirt-filter:
          - iifname "tap-web" oifname "tap-db" tcp dport 5432 accept
          - iifname "tap-db" oifname "tap-web" tcp sport 5432 tcp flags & (syn | ack) != syn accept
          + iifname "tap-web" oifname "tap-db" tcp dport 5433 accept
          + iifname "tap-db" oifname "tap-web" tcp sport 5433 tcp flags & (syn | ack) != syn accept

        A rebuild restarts no guest; reloads nixvirt-filter.

        """
      ),
      (
        "port = 8080", "port = 8081",
        """
        nixvirt-filter:
          - fib daddr type local ip daddr != 127.0.0.0/8 tcp dport 8080 dnat ip to 10.78.0.10:80
          - fib daddr type local ip daddr != 127.0.0.0/8 tcp dport 8080 dnat ip to 10.78.0.10:80
          + fib daddr type local ip daddr != 127.0.0.0/8 tcp dport 8081 dnat ip to 10.78.0.10:80
          + fib daddr type local ip daddr != 127.0.0.0/8 tcp dport 8081 dnat ip to 10.78.0.10:80

        A rebuild restarts no guest; reloads nixvirt-filter.

        """
      ),
      (
        "shop.test", "shop.example",
        """
        host: networking.hosts changed
        nixvirt-dnsmasq:
          - domain=shop.test,10.78.0.0/24
          - local=/shop.test/
          - host-record=web.shop.test,10.78.0.10
          + domain=shop.example,10.78.0.0/24
          + local=/shop.example/
          + host-record=web.shop.example,10.78.0.10
        nixvirt-names:
          - /run/current-system/systemd/bin/resolvectl domain br-shop '~shop.test' '~0.78.10.in-addr.arpa'
          + /run/current-system/systemd/bin/resolvectl domain br-shop '~shop.example' '~0.78.10.in-addr.arpa'

        A rebuild restarts no guest; restarts nixvirt-dnsmasq, nixvirt-names.

        """
      ),
    ])
  func networks(old: String, new: String, text: String) throws {
    let network = """
      networks.shop = {
        domain = "shop.test";
        nat = { subnet = "10.78.0.0/24"; forwards = [ { port = 8080; to = "web"; toPort = 80; } ]; };
        allow = [ { from = "web"; to = "db"; tcp = [ 5432 ]; } { from = "any"; to = "web"; tcp = [ 80 ]; } ];
      };
      """
    let guests = """
      web = { diskSize = "1g"; interfaces = [ { network = "shop"; address = "10.78.0.10"; } ]; };
      db.diskSize = "1g";
      """
    #expect(
      try changes(
        from: guests, to: guests, before: network,
        host: network.replacingOccurrences(of: old, with: new)) == text)
  }

  @Test("a difference that nothing of the above stands for is told as well")
  func otherCode() throws {
    let guest = #"web.diskSize = "10g";"#
    #expect(
      try changes(from: guest, to: guest) {
        $0.replacingOccurrences(of: "Show every guest", with: "Show all guests")
      } == "host: guestToolProgram changed\n\nA rebuild restarts no guest.\n")
  }

  @Test("a module that is edited in layout only, one that is missing, one of somebody else")
  func others() throws {
    let guest = #"web.diskSize = "10g";"#
    #expect(
      try changes(from: guest, to: guest) { $0 + "# mine\n" }
        == "Only layout or comments differ.\n")
    #expect(try changes(from: nil, to: guest) == "web: new\n\nA rebuild starts web.\n")
    for text in ["[ ]", "{ a = ", ""] {
      #expect(try changes(from: guest, to: guest) { _ in text } == "status 4", "\(text)")
    }
    #expect(try changes(from: guest, to: guest) == "status 0")
  }

  /// What is said of a module of guests when their description changes.
  private func changes(
    from old: String?, to new: String, before: String = #"host.nic = "eno1";"#,
    host: String = #"host.nic = "eno1";"#,
    edit: (String) -> String = { $0 }
  ) throws -> String {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    if let old {
      try write("{ \(before) guests = { \(old) }; }", "guests.nix")
      let module = try NixvirtProgram.run(["generate"], in: folder.path)
      try write(edit(module.output), "virtual.nix")
    }
    try write("{ \(host) guests = { \(new) }; }", "guests.nix")
    let result = try NixvirtProgram.run(["diff", "--semantic"], in: folder.path)
    return result.status == 1 ? result.output : "status \(result.status)"
  }
}
