extension RuleCase {
  /// Networks, and what passes between them.
  static let networks = table(
    #"""
    [invalid-interface-name] host.nic: "eno1234567890123" is not the name of a network interface: use 1 to 15 letters, digits, ".", "_" and "-", and not "all", "default" or "lo"
    - { host.nic = "eno1234567890123"; guests.a.diskSize = "8g"; }
    + { host.nic = "eno123456789012"; guests.a.diskSize = "8g"; }

    [missing-key] networks.nnnnnnnnnnnnn has no bridge
    - { networks = { "nnnnnnnnnnnnn".address = "10.0.0.1/24"; }; guests.a = { install = "none"; diskSize = "8g"; network = "nnnnnnnnnnnnn"; }; }
    + { networks = { "nnnnnnnnnnnn".address = "10.0.0.1/24"; }; guests.a = { install = "none"; diskSize = "8g"; network = "nnnnnnnnnnnn"; }; }

    [address-outside-subnet] networks.shop.address: 10.79.0.1 is not a host address in 10.78.0.0/24
    - { networks.shop = { address = "10.79.0.1/24"; nat.subnet = "10.78.0.0/24"; }; guests = { }; }
    + { networks.shop = { address = "10.78.0.2/24"; nat.subnet = "10.78.0.0/24"; }; guests = { }; }

    [invalid-subnet] networks.lab.nat.subnet: "0.0.0.0/0" is not an IPv4 network: it is a large part of the whole Internet
    - { networks.lab.nat.subnet = "0.0.0.0/0"; guests = { }; }
    + { networks.lab.nat.subnet = "10.0.0.0/8"; guests = { }; }

    [invalid-subnet] networks.lab.nat.subnet: "127.0.0.0/24" is not an IPv4 network: 127.0.0.0/8 is the loopback of each machine
    - { networks.lab.nat.subnet = "127.0.0.0/24"; guests = { }; }
    + { networks.lab.nat.subnet = "126.0.0.0/24"; guests = { }; }

    [invalid-subnet] networks.lab.nat.subnet: "169.254.9.0/24" is not an IPv4 network: 169.254.0.0/16 is for addresses of a link
    - { networks.lab.nat.subnet = "169.254.9.0/24"; guests = { }; }
    + { networks.lab.nat.subnet = "169.255.9.0/24"; guests = { }; }

    [invalid-subnet] networks.lab.nat.subnet: "224.0.0.0/24" is not an IPv4 network: 224.0.0.0/3 is for multicast and the future
    - { networks.lab.nat.subnet = "224.0.0.0/24"; guests = { }; }
    + { networks.lab.nat.subnet = "223.0.0.0/24"; guests = { }; }

    [invalid-subnet] networks.lab.nat.subnet: "0.0.0.0/8" is not an IPv4 network: 0.0.0.0/8 means this network, and no machine can have an address in it
    - { networks.lab.nat.subnet = "0.0.0.0/8"; guests = { }; }
    + { networks.lab.nat.subnet = "1.0.0.0/8"; guests = { }; }

    [invalid-address] networks.lab.address: "127.0.0.1/8" is not an IPv4 address with a prefix length: 127.0.0.0/8 is the loopback of each machine
    - { networks.lab.address = "127.0.0.1/8"; guests = { }; }
    + { networks.lab.address = "128.0.0.1/8"; guests = { }; }

    [invalid-address] networks.lab.address: "10.5.0.0/24" is not an IPv4 address with a prefix length: it is the address of the network itself
    - { networks.lab.address = "10.5.0.0/24"; guests = { }; }
    + { networks.lab.address = "10.5.0.1/24"; guests = { }; }

    [invalid-address] networks.lab.address: "10.5.0.255/24" is not an IPv4 address with a prefix length: it is the broadcast address of the network
    - { networks.lab.address = "10.5.0.255/24"; guests = { }; }
    + { networks.lab.address = "10.5.0.255/23"; guests = { }; }

    [invalid-address] networks.lab.address: "10.5.0.1/31" is not an IPv4 address with a prefix length: its network has no room for other machines
    - { networks.lab.address = "10.5.0.1/31"; guests = { }; }
    + { networks.lab.address = "10.5.0.1/30"; guests = { }; }

    [invalid-name] networks.lab.domain: "com" is not a domain for guests: it is or may become a domain of the Internet, whose names the host would not find
    - { networks.lab = { domain = "com"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "lan"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "vm.LOCAL" is not a domain for guests: names in "local" are found by multicast DNS, and no server is asked
    - { networks.lab = { domain = "vm.LOCAL"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "local.vm"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "localhost" is not a domain for guests: every name in "localhost" is the machine itself
    - { networks.lab = { domain = "localhost"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "home"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "10.in-addr.arpa" is not a domain for guests: it is for reverse lookups
    - { networks.lab = { domain = "10.in-addr.arpa"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "vm.home.arpa"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "vm.invalid" is not a domain for guests: resolvers refuse names in it
    - { networks.lab = { domain = "vm.invalid"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "vm.test"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "10.0.0.1" is not a domain for guests: it ends with a number, as addresses do
    - { networks.lab = { domain = "10.0.0.1"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { networks.lab = { domain = "10.0.0.a1"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [invalid-name] networks.lab.domain: "example.org" is not a domain for guests: the host alpha.Example.org is in it, and would not find other machines there
    - { host.name = "alpha.Example.org"; networks.lab = { domain = "example.org"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }
    + { host.name = "alpha.Example.org"; networks.lab = { domain = "alpha.example.org"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [conflicting-keys] networks.lab.domain has no effect: only NAT networks with DHCP have a DNS server
    - { networks.lab = { domain = "vm.test"; uplink = "eno1"; }; guests = { }; }
    + { networks.lab = { domain = "vm.test"; nat.subnet = "10.0.0.0/24"; }; guests = { }; }

    [conflicting-keys] networks.lab.domain has no effect: only NAT networks with DHCP have a DNS server
    - { networks.lab = { domain = "vm.test"; nat = { subnet = "10.0.0.0/24"; dhcp = false; }; }; guests = { }; }
    + { networks.lab = { domain = "vm.test"; nat = { subnet = "10.0.0.0/24"; dhcp = true; }; }; guests = { }; }

    [conflicting-keys] networks.shop.nat.forwards[0] takes port 5901 of the host, where a guest's display is
    - { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = "5900-5999"; to = "a"; } ]; }; guests.a = { image = "/srv/a.img"; vncDisplay = "0.0.0.0:1"; interfaces = [ { network = "shop"; address = "10.78.0.20"; } ]; }; }
    + { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = "5900-5999"; to = "a"; protocol = "udp"; } ]; }; guests.a = { image = "/srv/a.img"; vncDisplay = "0.0.0.0:1"; interfaces = [ { network = "shop"; address = "10.78.0.20"; } ]; }; }

    [conflicting-keys] networks.shop.nat.forwards[0] takes port 5901 of the host, where a guest's display is
    - { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = 5901; to = "a"; } ]; }; guests.a = { image = "/srv/a.img"; vncDisplay = "192.168.1.2:1"; interfaces = [ { network = "shop"; address = "10.78.0.20"; } ]; }; }
    + { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = 5901; to = "a"; } ]; }; guests.a = { image = "/srv/a.img"; vncDisplay = "localhost:1"; interfaces = [ { network = "shop"; address = "10.78.0.20"; } ]; }; }

    [wireless-uplink] wlan0 looks like a Wi-Fi card, which cannot be in a bridge
    - { host.nic = "wlan0"; guests = { }; }
    + { host.nic = "eno1"; guests = { }; }

    [sample-card] eno99 is the network card of nixvirt's examples
    - { host.nic = "eno99"; guests = { }; }
    + { host.nic = "eno98"; guests = { }; }

    [guest-without-network] a has no network card: the host has no network
    - { host.name = "x"; guests.a = { diskSize = "8g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; }; }

    [unknown-network] guests.a: there is no network "lab"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; network = "lab"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] host.nic is the short form of networks.lan, which is described too
    - { host.nic = "eno1"; networks.lan.uplink = "eno2"; guests = { }; }
    + { host.nic = "eno1"; networks.lan2.uplink = "eno2"; guests = { }; }

    [conflicting-keys] networks.lan has both an uplink and nat
    - { networks = { lan = { uplink = "eno1"; nat.subnet = "10.0.0.0/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.vlan needs an uplink, but there is none
    - { networks = { lan = { address = "10.0.0.1/24"; vlan = 5; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; vlan = 5; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [out-of-range] networks.lan.vlan must be from 1 to 4094, not 4095
    - { networks = { lan = { uplink = "eno1"; vlan = 4095; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; vlan = 4094; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [out-of-range] networks.lan.vlan must be from 1 to 4094, not 0
    - { networks = { lan = { uplink = "eno1"; vlan = 0; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; vlan = 1; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.dhcp needs an uplink, but there is none
    - { networks = { lan = { address = "10.0.0.1/24"; dhcp = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; dhcp = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan has both dhcp and an address
    - { networks = { lan = { uplink = "eno1"; address = "10.0.0.1/24"; dhcp = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; address = "10.0.0.1/24"; dhcp = false; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [missing-key] networks.lan has no bridge
    - { networks = { lan = { existing = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { existing = true; bridge = "br0"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.address would change an existing bridge
    - { networks = { lan = { existing = true; bridge = "br0"; address = "10.0.0.1/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { existing = true; bridge = "br0"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.uplink would change an existing bridge
    - { networks = { lan = { existing = true; bridge = "br0"; uplink = "eno1"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { existing = true; bridge = "br0"; mtu = 9000; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [host-bridge] virbr0 is probably a bridge that another program creates
    - { networks = { lan = { bridge = "virbr0"; address = "10.0.0.1/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { bridge = "br7"; address = "10.0.0.1/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [host-bridge] br0 is probably a bridge that another program creates
    - { networks = { lan.bridge = "br0"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { bridge = "br0"; address = "10.0.0.1/24"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [out-of-range] networks.lan.mtu must be from 576 to 65535, not 575
    - { networks = { lan = { uplink = "eno1"; mtu = 575; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; mtu = 576; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [invalid-subnet] networks.lan.nat.subnet: "10.0.0.0/30" is not an IPv4 network: it has no room for guests
    - { networks = { lan.nat.subnet = "10.0.0.0/30"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat.subnet = "10.0.0.0/29"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [invalid-subnet] networks.lan.nat.subnet: "10.0.0.1/24" is not an IPv4 network: bits after the prefix are set
    - { networks = { lan.nat.subnet = "10.0.0.1/24"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat.subnet = "10.0.0.0/24"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [invalid-subnet] networks.lan.nat.subnet6: "fd00::/63" is not an IPv6 network: 64 bits long, as in "fd12:3456:789a::/64"
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/63"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/64"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.nat has both subnet6 and ipv6 = false
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/64"; ipv6 = false; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/64"; ipv6 = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.nat has IPv6, which needs DHCP for its router advertisements
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; ipv6 = true; dhcp = false; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; spoofing = true; } ]; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; ipv6 = true; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.nat.dhcp ends before it starts
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.20"; end = "10.0.0.19"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.20"; end = "10.0.0.20"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [address-outside-subnet] networks.lan.nat.dhcp.end: 10.0.0.255 is not a host address in 10.0.0.0/24
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.2"; end = "10.0.0.255"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.2"; end = "10.0.0.254"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.nat.dhcp contains the host's own address, 10.0.0.1
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.1"; end = "10.0.0.20"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; dhcp = { start = "10.0.0.2"; end = "10.0.0.20"; }; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [subnets-overlap] the networks b (10.0.0.128/25) and lan (10.0.0.0/24) overlap
    - { networks = { lan.nat.subnet = "10.0.0.0/24"; b.nat.subnet = "10.0.0.128/25"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat.subnet = "10.0.0.0/25"; b.nat.subnet = "10.0.0.128/25"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [subnets-overlap] the networks b (10.0.0.0/25) and lan (10.0.0.0/24) overlap
    - { networks = { lan = { uplink = "eno1"; address = "10.0.0.5/24"; }; b.nat.subnet = "10.0.0.0/25"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; address = "10.0.0.5/24"; }; b.nat.subnet = "10.0.1.0/25"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [subnets-overlap] the networks b (fd00::/64) and lan (fd00::/64) overlap
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/64"; }; b.nat = { subnet = "10.0.1.0/24"; subnet6 = "FD00:0:0:0::/64"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; subnet6 = "fd00::/64"; }; b.nat = { subnet = "10.0.1.0/24"; subnet6 = "fd00:0:0:1::/64"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.mtu is 1279, but IPv6 needs packets of 1280 bytes
    - { networks.lan = { mtu = 1279; nat = { subnet = "10.0.0.0/24"; ipv6 = true; }; }; guests.a = { install = "none"; diskSize = "8g"; }; }
    + { networks.lan = { mtu = 1280; nat = { subnet = "10.0.0.0/24"; ipv6 = true; }; }; guests.a = { install = "none"; diskSize = "8g"; }; }

    [conflicting-keys] networks.b.mtu is 9000, but its card eno1 has the packets of lan, of at most 1500 bytes
    - { networks = { lan.uplink = "eno1"; b = { uplink = "eno1"; vlan = 5; mtu = 9000; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; mtu = 9000; }; b = { uplink = "eno1"; vlan = 5; mtu = 9000; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [duplicate-interface] the interface eno1 is used by the uplink of the network lan and by the uplink of the network b
    - { networks = { lan.uplink = "eno1"; b.uplink = "eno1"; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan.uplink = "eno1"; b = { uplink = "eno1"; vlan = 5; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [duplicate-interface] the interface br5 is used by the bridge of the network lan and by the bridge of the network b
    - { networks = { lan = { uplink = "eno1"; bridge = "br5"; }; b = { uplink = "eno2"; bridge = "br5"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { uplink = "eno1"; bridge = "br5"; }; b = { uplink = "eno2"; bridge = "br6"; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [conflicting-keys] networks.lan.allow cannot be enforced on an existing bridge
    - { networks = { lan = { existing = true; bridge = "br0"; allow = [ ]; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ ]; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "lan"; }; }

    [unused-rule] networks.lan.allow[1] is covered by an earlier rule
    - { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "any"; to = "a"; } { from = "any"; to = "a"; tcp = [ 80 ]; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "any"; to = "a"; tcp = [ 81 ]; } { from = "any"; to = "a"; tcp = [ 80 ]; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [unused-rule] networks.lan.allow[1] is covered by an earlier rule
    - { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "host"; to = "a"; } { from = "host"; to = "a"; } ]; }; }; defaults.diskSize = "8g"; guests = { a.interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; b.interfaces = [ { network = "lan"; address = "10.0.0.8"; } ]; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "host"; to = "b"; } { from = "host"; to = "a"; } ]; }; }; defaults.diskSize = "8g"; guests = { a.interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; b.interfaces = [ { network = "lan"; address = "10.0.0.8"; } ]; }; }

    [unused-rule] networks.lan.allow[0] never matches: packets from a to a do not use lan
    - { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "a"; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "host"; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [unknown-party] networks.lan.allow[0].from: there is no guest or network "zzz"
    - { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "zzz"; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "lan"; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [conflicting-keys] networks.lan.nat.forwards[0] takes port 22, which the host itself uses for SSH
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 22; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 23; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [conflicting-keys] networks.lan.nat.forwards[1] takes tcp port 80 of the host, which already leads to 10.0.0.9
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 80; to = "a"; } { port = 80; to = "a"; toPort = 81; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 80; to = "a"; } { port = 81; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [out-of-range] networks.lan.nat.forwards[0].port must be from 1 to 65535, not 0
    - { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 0; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan.nat = { subnet = "10.0.0.0/24"; forwards = [ { port = 65535; to = "a"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [out-of-range] networks.lan.allow[0].tcp[0] must be from 1 to 65535, not 65536
    - { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "any"; to = "a"; tcp = [ 65536 ]; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }
    + { networks = { lan = { nat.subnet = "10.0.0.0/24"; allow = [ { from = "any"; to = "a"; tcp = [ 65535 ]; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { network = "lan"; address = "10.0.0.9"; } ]; }; }

    [conflicting-keys] networks.b.allow[0].from: a is both a guest and a network
    - { networks = { a.nat.subnet = "10.0.0.0/24"; b = { nat.subnet = "10.0.1.0/24"; allow = [ { from = "a"; to = "any"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "a"; }; }
    + { networks = { c.nat.subnet = "10.0.0.0/24"; b = { nat.subnet = "10.0.1.0/24"; allow = [ { from = "c"; to = "any"; } ]; }; }; guests.a = { install = "none"; diskSize = "8g"; network = "b"; }; }

    [out-of-range] networks.shop.nat.forwards[0].toPort must be from 1 to 65535, not 65536
    - { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = "1000-2000"; to = "a"; toPort = 64536; } ]; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; }; }
    + { networks.shop.nat = { subnet = "10.78.0.0/24"; forwards = [ { port = "1000-2000"; to = "a"; toPort = 64535; } ]; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; }; }

    [invalid-name] networks.shop.domain: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaa…" is not a domain for guests: with the name of a guest it is longer than 253 characters
    - { networks.shop = { nat.subnet = "10.78.0.0/24"; domain = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.lan"; }; guests.a.image = "/srv/a.img"; }
    + { networks.shop = { nat.subnet = "10.78.0.0/24"; domain = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.lan"; }; guests.a.image = "/srv/a.img"; }
    """#)
}
