import Foundation
import Testing

/// What a module sets of the host besides units of services, with the reason.
@Suite("Options of the host", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct HostOptionTests {
  @Test("kernel, networks, users", arguments: [false, true])
  func options(useNetworkd: Bool) throws {
    let module = try GeneratedModule.evaluated(
      text: UnitTests.description, useNetworkd: useNetworkd)
    let expected = useNetworkd ? DirectiveTable.networkd : .scripted
    let differences = try expected.differences(from: Self.withoutServices(module))
    #expect(differences == [], "\(differences)")
  }

  @Test("an isolated network, and a LAN on a VLAN", arguments: [false, true])
  func otherNetworks(useNetworkd: Bool) throws {
    let description = """
      {
        networks.lan = { uplink = "eno2"; vlan = 20; };
        networks.lab.address = "10.9.0.1/24";
        guests.plain = { install = "none"; diskSize = "1g"; network = "lan"; };
      }
      """
    let module = try GeneratedModule.evaluated(text: description, useNetworkd: useNetworkd)
    let expected = useNetworkd ? DirectiveTable.isolatedWithNetworkd : .isolated
    let differences = try expected.differences(from: Self.withoutServices(module))
    #expect(differences == [], "\(differences)")
  }

  @Test(
    "no forwarded port is one of the host's SSH server",
    arguments: [
      ([22], true), ([22, 8080], false), ([2200, 2209], false), ([8081, 2199, 2210], true),
    ])
  func sshPorts(ports: [Int], isRight: Bool) throws {
    let place = try Workplace(
      """
      {
        networks.shop.nat = {
          subnet = "10.78.0.0/24";
          forwards = [
            { port = 8080; to = "web"; }
            { port = "2200-2209"; to = "web"; }
            { port = 8081; to = "web"; protocol = "udp"; }
          ];
        };
        guests.web = {
          install = "none"; diskSize = "1g"; interfaces = [ { network = "shop"; address = "10.78.0.9"; } ];
        };
      }
      """)
    #expect(try place.run("generate", "-o", "virtual.nix").status == 0)
    let module = try EvaluatedModule(place.path("virtual.nix"), sshPorts: ports)
    #expect(module.mistakes == [])
    let assertions = try #require(module.config["assertions"] as? [[String: Any]])
    #expect(assertions.map { $0["assertion"] as? Bool } == [isRight])
  }

  /// The names of guests' files are compared elsewhere, as is what the operator's program reads.
  private static func withoutServices(_ module: EvaluatedModule) throws -> [String: Any] {
    var config = module.config
    var systemd = try #require(config["systemd"] as? [String: Any])
    systemd["services"] = nil
    systemd["sockets"] = nil
    systemd["timers"] = nil
    config["systemd"] = systemd
    var environment = try #require(config["environment"] as? [String: Any])
    let files = try #require(environment["etc"] as? [String: Any])
    environment["etc"] = files.filter { !$0.key.hasPrefix("nixvirt/guests") }
    config["environment"] = environment
    return config
  }
}

extension DirectiveTable {
  private static let everywhere = DirectiveTable(
    #"""
    environment.etc.nixvirt/filter.nft.source = "/nix/store/00000000000000000000000000000000-nixvirt.nft"  # the filter's unit loads it
    environment.systemPackages = ["/nix/store/00000000000000000000000000000000-nixvirt-guest","/nix/store/00000000000000000000000000000000-nixvirt-guest-manual"]  # the operator's program
    networking.nftables.extraDeletions = "include \"/etc/nixvirt/*.nft\"\n"  # a reload of the host's rules keeps the filter
    """#)

  private static let shop = DirectiveTable(
    #"""
    environment.etc.nixvirt/systems/nixos.source = "/nix/store/00000000000000000000000000000000-nixos-system"  # nixvirt-guest switch hands it to the guest
    boot.kernel.sysctl.net.ipv4.conf.all.forwarding = true  # a network behind the host
    boot.kernel.sysctl.net.ipv4.conf.default.forwarding = true  # cards that come later
    boot.kernel.sysctl.net.ipv6.conf.all.forwarding = true  # the same for IPv6
    boot.kernel.sysctl.net.ipv6.conf.all.accept_ra = 2  # a router that still gets its own route
    boot.kernel.sysctl.net.ipv6.conf.default.accept_ra = 2  # cards that come later
    boot.kernel.sysctl.net/ipv6/conf/br-shop/accept_ra = false  # guests are no routers of the host
    boot.kernelModules = ["vhost_net","vhost_vsock","vfio_pci"]  # taps, ready, PCI devices
    boot.kernelParams = ["intel_iommu=on"]  # PCI devices
    networking.bridges.br-shop.interfaces = []  # taps join it themselves
    networking.firewall.extraForwardRules = "iifname . oifname { \"vbridge0\" . \"vbridge0\", \"br-shop\" . \"br-shop\" } accept\niifname \"br-shop\" accept\noifname \"br-shop\" accept\n"  # the host's firewall leaves them to the filter
    networking.firewall.interfaces.br-shop.allowedTCPPorts = [53]  # DNS
    networking.firewall.interfaces.br-shop.allowedUDPPorts = [53,67,547]  # DNS, DHCP, DHCPv6
    networking.interfaces.br-shop.ipv4.addresses = [{"address":"10.78.0.1","prefixLength":24}]  # the first of the subnet
    networking.interfaces.br-shop.ipv6.addresses = [{"address":"fd78::1","prefixLength":64}]  # the first of the subnet
    networking.interfaces.br-shop.macAddress = "52:87:a5:04:83:3c"  # a bridge has the lowest of its taps otherwise
    networking.interfaces.br-shop.useDHCP = false  # it serves addresses
    networking.interfaces.eno1.useDHCP = false  # the bridge has the card's address
    networking.interfaces.vbridge0.useDHCP = true  # the same
    networking.networkmanager.unmanaged = ["interface-name:vbridge0","interface-name:br-shop","interface-name:tap-full","interface-name:tap-nixos","interface-name:tap-person","interface-name:tap-plain","interface-name:tap-store"]  # NetworkManager leaves them alone
    services.udev.extraRules = "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"046d\", ATTR{idProduct}==\"0825\", OWNER=\"guest-full\"\n"  # a device that was plugged in again
    systemd.network.links.40-vbridge0.linkConfig.MACAddressPolicy = "none"  # the bridge gets that of the card
    systemd.network.links.40-vbridge0.matchConfig.OriginalName = "vbridge0"  # the bridge
    users.users.guest-full.group = "guest-full"  # a group of its own
    users.users.guest-full.isSystemUser = true  # nobody logs in
    users.users.guest-nixos.group = "guest-nixos"  # the same for each guest
    users.users.guest-nixos.isSystemUser = true  # the same
    users.users.guest-person.group = "guest-person"  # the same
    users.users.guest-person.isSystemUser = true  # the same
    users.users.guest-plain.group = "guest-plain"  # the same
    users.users.guest-plain.isSystemUser = true  # the same
    users.users.guest-store.group = "guest-store"  # the same
    users.users.guest-store.isSystemUser = true  # the same
    """#, with: everywhere)
  fileprivate static let scripted = DirectiveTable(
    """
    networking.bridges.vbridge0.interfaces = []  # scripted networking would take the bridge down with its card
    """, with: shop)
  fileprivate static let networkd = DirectiveTable(
    #"""
    networking.bridges.vbridge0.interfaces = ["eno1"]  # NixOS's own way
    systemd.network.netdevs.40-vbridge0.extraConfig = "[NetDev]\nMACAddress=none\n"  # the bridge gets that of the card
    systemd.network.networks.05-eno1.matchConfig.Name = "eno1"  # before a user's own file for the card
    systemd.network.networks.05-eno1.networkConfig.Bridge = "vbridge0"  # the card is only a port
    systemd.network.networks.05-eno1.networkConfig.IPv6AcceptRA = false  # a port has no address
    systemd.network.networks.05-eno1.networkConfig.LinkLocalAddressing = false  # a port has no address
    systemd.network.networks.05-guests.linkConfig.Unmanaged = true  # taps are the guests' units'
    systemd.network.networks.05-guests.matchConfig.Name = "tap-full tap-nixos tap-person tap-plain tap-store"  # the taps
    systemd.network.networks.40-br-shop.dns = ["10.78.0.1"]  # names of guests
    systemd.network.networks.40-br-shop.domains = ["~shop.internal","~0.78.10.in-addr.arpa","~0.0.0.0.0.0.0.0.0.0.0.0.8.7.d.f.ip6.arpa"]  # only these
    systemd.network.networks.40-br-shop.linkConfig.RequiredForOnline = false  # the host is up without guests
    systemd.network.networks.40-br-shop.networkConfig.ConfigureWithoutCarrier = true  # its address is there without guests
    systemd.network.networks.40-br-shop.networkConfig.DNSDefaultRoute = false  # other names go elsewhere
    systemd.network.networks.40-br-shop.networkConfig.IPv6AcceptRA = false  # guests are no routers of the host
    systemd.network.networks.40-br-shop.networkConfig.LinkLocalAddressing = "ipv6"  # router advertisements need it
    """#, with: shop)

  fileprivate static let isolated = DirectiveTable(
    #"""
    boot.kernel.sysctl.net/ipv6/conf/br-lab/accept_ra = false  # guests are no routers of the host
    boot.kernel.sysctl.net/ipv6/conf/br-lab/disable_ipv6 = true  # the host has only the address that was given
    boot.kernelModules = ["vhost_net"]  # taps
    networking.bridges.br-lab.interfaces = []  # taps join it themselves
    networking.bridges.br-lan.interfaces = []  # scripted networking would take the bridge down with its card
    networking.firewall.extraForwardRules = "iifname . oifname { \"br-lab\" . \"br-lab\", \"br-lan\" . \"br-lan\" } accept\n"  # no way out of an isolated network
    networking.interfaces.br-lab.ipv4.addresses = [{"address":"10.9.0.1","prefixLength":24}]  # address
    networking.interfaces.br-lab.macAddress = "52:a8:83:f5:e8:97"  # a bridge has the lowest of its taps otherwise
    networking.interfaces.br-lab.useDHCP = false  # nobody there serves addresses
    networking.interfaces.br-lan.useDHCP = true  # the bridge has the card's address
    networking.interfaces.eno2.20.useDHCP = false  # the same
    networking.networkmanager.unmanaged = ["interface-name:br-lab","interface-name:br-lan","interface-name:tap-plain"]  # NetworkManager leaves them alone
    networking.vlans.eno2.20.id = 20  # vlan
    networking.vlans.eno2.20.interface = "eno2"  # uplink
    systemd.network.links.40-br-lan.linkConfig.MACAddressPolicy = "none"  # the bridge gets that of the card
    systemd.network.links.40-br-lan.matchConfig.OriginalName = "br-lan"  # the bridge
    users.users.guest-plain.group = "guest-plain"  # a group of its own
    users.users.guest-plain.isSystemUser = true  # nobody logs in
    """#, with: everywhere)
  fileprivate static let isolatedWithNetworkd = DirectiveTable(
    #"""
    networking.bridges.br-lan.interfaces = ["eno2.20"]  # NixOS's own way
    systemd.network.netdevs.40-br-lan.extraConfig = "[NetDev]\nMACAddress=none\n"  # the bridge gets that of the card
    systemd.network.networks.05-eno2.20.matchConfig.Name = "eno2.20"  # before a user's own file for the card
    systemd.network.networks.05-eno2.20.networkConfig.Bridge = "br-lan"  # the card is only a port
    systemd.network.networks.05-eno2.20.networkConfig.IPv6AcceptRA = false  # a port has no address
    systemd.network.networks.05-eno2.20.networkConfig.LinkLocalAddressing = false  # a port has no address
    systemd.network.networks.05-guests.linkConfig.Unmanaged = true  # taps are the guests' units'
    systemd.network.networks.05-guests.matchConfig.Name = "tap-plain"  # the taps
    systemd.network.networks.40-br-lab.linkConfig.RequiredForOnline = false  # the host is up without guests
    systemd.network.networks.40-br-lab.networkConfig.ConfigureWithoutCarrier = true  # its address is there without guests
    systemd.network.networks.40-br-lab.networkConfig.IPv6AcceptRA = false  # guests are no routers of the host
    systemd.network.networks.40-br-lab.networkConfig.LinkLocalAddressing = false  # no IPv6 there
    """#, with: isolated)
}
