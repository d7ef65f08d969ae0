import Foundation
import Testing

/// What the units of a module must have, with the reason: ``DirectiveTable``. The module is generated and
/// evaluated here.
@Suite("Units of a module", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct UnitTests {
  /// A guest of every kind, with every device.
  static let description = """
    {
      host = {
        name = "castle"; nic = "eno1"; restartPending = "Sun 03:00"; maxStarts = 3; memory = "64g"; cpus = 16;
        sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
      };
      networks.shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; };
      guests = {
        plain = { install = "none"; diskSize = "1g"; network = "lan"; };
        full = {
          image = "/srv/debian.qcow2"; memory = "2g"; network = "shop"; tpm = true; ready = true; guestAgent = true;
          shares = {
            data.source = "/srv/my data";
            music = { source = "/home/me/Music"; readOnly = true; target = "/mnt/music box"; };
          };
          disks = {
            media = { path = "/dev/disk/by-id/usb-Media_1"; readOnly = true; };
            old.path = "/srv/images/100% old.raw";
            scratch.size = "5g";
          };
          usb = [ "046d:0825" ]; pci = [ "0000:01:00.0" ]; vncDisplay = ":1"; lockMemory = true; hugepages = true;
          cpuQuota = "150%"; cpuWeight = 200; memoryMax = "3g"; oomScoreAdjust = -500; cpuPinning = "0-3,7";
          shutdownTimeout = 30; requires = [ "local-fs.target" ]; after = [ "plain" ];
          backup = { schedule = "Sun 03:00"; directory = "/srv/backups"; };
        };
        person = {
          iso = "/srv/installer.iso"; diskSize = "40g"; network = "lan";
          vncDisplay = "unix:/run/guests/person/vnc.sock";
        };
        nixos = { diskSize = "20g"; network = "lan"; };
        store = {
          install = "store"; diskSize = "4g"; network = "lan"; restartOn = "never"; vsock = true;
          secrets.token = "/var/lib/secrets/to,ken%1";
        };
      };
    }
    """

  /// The services by their tables. Those of other guests are like these.
  private static let services: [(unit: String, guest: String, table: DirectiveTable)] = [
    ("qemu-guest-plain", "plain", .guest), ("qemu-guest-nixos", "nixos", .installed),
    ("qemu-guest-person", "person", .installed), ("qemu-guest-full", "full", .fullGuest),
    ("qemu-guest-store", "store", .storeGuest),
    ("qemu-guest-nixos-install", "nixos", .installation),
    ("qemu-guest-full-install", "full", .fullInstallation),
    ("qemu-guest-person-install", "person", .installationByPerson),
    ("qemu-guest-plain-monitor", "plain", .monitor), ("qemu-guest-full-tpm", "full", .tpm),
    ("qemu-guest-full-share-data", "full", .share),
    ("qemu-guest-full-share-music", "full", .readOnlyShareOfHome),
    ("qemu-guest-full-network", "full", .guestNetwork),
    ("qemu-guest-full-backup", "full", .backup), ("nixvirt-check-space", "", .checkSpace),
    ("nixvirt-restart-pending", "", .restartPending), ("nixvirt-filter", "", .filter),
    ("nixvirt-dnsmasq", "", .server), ("nixvirt-docker", "", .docker),
    ("nixvirt-names", "", .names), ("br-shop-netdev", "", .bridge),
    ("vbridge0-netdev", "", .bridgeOfLAN), ("network-addresses-eno1", "", .card),
  ]

  @Test("a service has what its table says, and nothing else", arguments: services.map(\.unit))
  func service(unit: String) throws {
    let module = try GeneratedModule.evaluated(text: Self.description)
    let (_, guest, table) = try #require(Self.services.first { $0.unit == unit })
    let settings = try #require(module.services[unit])
    let differences = try table.differences(from: settings, of: guest)
    #expect(differences == [], "\(differences)")
  }

  @Test("every kind of unit has a table")
  func completeness() throws {
    let module = try GeneratedModule.evaluated(text: Self.description)
    // Each guest has these.
    let perGuest = /^qemu-guest-[a-z]+-(monitor|network)$/
    let others = module.services.keys.filter { $0.firstMatch(of: perGuest) == nil }
    let known = Set(Self.services.map(\.unit).filter { $0.firstMatch(of: perGuest) == nil })
    #expect(Set(others) == known)
    #expect(module.services.count == known.count + 10)
  }

  @Test("sockets and timers")
  func otherUnits() throws {
    let systemd = try #require(
      GeneratedModule.evaluated(text: Self.description).config["systemd"] as? [String: Any])
    let sockets = try #require(systemd["sockets"] as? [String: [String: Any]])
    #expect(
      Set(sockets.keys).subtracting(
        ["full", "nixos", "person", "plain", "store"].map {
          "qemu-guest-\($0)-monitor"
        }) == ["qemu-guest-full-share-data", "qemu-guest-full-share-music", "qemu-guest-full-tpm"])
    let monitor = try #require(sockets["qemu-guest-plain-monitor"])
    #expect(try DirectiveTable.monitorSocket.differences(from: monitor, of: "plain") == [])
    let helper = try #require(sockets["qemu-guest-full-tpm"])
    #expect(try DirectiveTable.helperSocket.differences(from: helper, of: "full") == [])
    let timers = try #require(systemd["timers"] as? [String: [String: Any]])
    #expect(Array(timers.keys) == ["qemu-guest-full-backup"])
    let timer = try #require(timers["qemu-guest-full-backup"])
    #expect(try DirectiveTable.backupTimer.differences(from: timer) == [])
  }

  /// Without KVM, with guests elsewhere than in /var/lib, and the LAN on a VLAN.
  private static let other = """
    {
      host = { accel = "tcg"; stateDir = "/srv/guests"; };
      networks.lan = { uplink = "eno2"; vlan = 20; };
      guests.plain = { install = "none"; diskSize = "1g"; network = "lan"; autostart = false; restart = "always"; };
    }
    """

  @Test("a host without KVM, with another directory")
  func otherHost() throws {
    let module = try GeneratedModule.evaluated(text: Self.other)
    let expected = DirectiveTable(
      """
      after = ["network.target","qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket"]  # as everywhere
      wantedBy = []  # autostart
      serviceConfig.DeviceAllow = ["/dev/net/tun rw"]  # no acceleration
      serviceConfig.ExecStartPre = ["+/etc/nixvirt/guests/NAME/check /srv/guests 2 NAME NAME","/etc/nixvirt/guests/NAME/prepare"]  # stateDir
      serviceConfig.ExecStopPost = "+/etc/nixvirt/guests/NAME/release NAME"  # no device in any guest: one command
      serviceConfig.ReadWritePaths = ["/srv/guests/NAME"]  # in place of StateDirectory
      serviceConfig.Restart = "always"  # restart
      serviceConfig.RestrictAddressFamilies = "AF_UNIX"  # no screen in any guest: one family
      serviceConfig.WorkingDirectory = "/srv/guests/NAME"  # stateDir
      unitConfig.RequiresMountsFor = ["/srv/guests/NAME"]  # stateDir
      """, with: .guest
    ).without("serviceConfig.MemoryDenyWriteExecute").without("serviceConfig.StateDirectory")
      .without("serviceConfig.StateDirectoryMode").without("serviceConfig.SupplementaryGroups")
      .without("restartIfChanged")
    let guest = try #require(module.services["qemu-guest-plain"])
    #expect(try expected.differences(from: guest, of: "plain") == [])
    let vlan = try #require(module.services["eno2.20-netdev"])
    #expect(try DirectiveTable.vlan.differences(from: vlan) == [])
    let systemd = try #require(module.config["systemd"] as? [String: Any])
    let directories = DirectiveTable(
      """
      settings.guests./srv/guests/plain.d.user = "guest-plain"  # the guest's directory
      settings.guests./srv/guests/plain.d.group = "guest-plain"  # the same
      settings.guests./srv/guests/plain.d.mode = "0700"  # only the guest's user reads its disks
      """)
    let tmpfiles = try #require(systemd["tmpfiles"] as? [String: Any])
    #expect(try directories.differences(from: tmpfiles) == [])
  }
}
