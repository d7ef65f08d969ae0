extension RuleCase {
  /// Cards of guests and their addresses.
  static let addresses = table(
    #"""
    [conflicting-keys] guests.a.interfaces[0].address: the prefix length of shop is 24, not 25
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.20/25"; } ]; }; }
    + { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.20/24"; } ]; }; }

    [missing-key] guests.a.interfaces[0].address needs a prefix length, because the subnet of lan is not known
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; } ]; }; }

    [invalid-address] guests.a.interfaces[0].address: "127.0.0.5/8" is not an IPv4 address of a guest: 127.0.0.0/8 is the loopback of each machine
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "127.0.0.5/8"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "128.0.0.5/8"; } ]; }; }

    [invalid-address] guests.a.interfaces[0].address: "192.168.1.20/32" is not an IPv4 address of a guest: its network has no room for other machines
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/32"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.21/30"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address: 10.78.0.0 is not a host address in 10.78.0.0/24
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.0"; } ]; }; }
    + { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.2"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address: 10.78.0.255 is not a host address in 10.78.0.0/24
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.255"; } ]; }; }
    + { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.99"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address: 10.79.0.9 is not a host address in 10.78.0.0/24
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.79.0.9"; } ]; }; }
    + { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address: 10.78.0.1 is the host's own address on shop
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.1"; } ]; }; }
    + { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.2"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].gateway: 192.168.1.255 is not a host address in 192.168.1.0/24
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.255"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.254"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].gateway is the guest's own address
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.20"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.1"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].gateway: 192.168.1.0 is not a host address in 192.168.1.0/24
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.0"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.1"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].gateway needs an address
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { gateway = "192.168.1.1"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.1"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].nameservers needs an address
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { nameservers = [ "192.168.1.1" ]; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; nameservers = [ "192.168.1.1" ]; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].gateway: DHCP assigns it on shop
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.20"; gateway = "10.78.0.1"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = false; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.20"; gateway = "10.78.0.1"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].gateway: nixvirt can configure only guests with NixOS or cloud-init
    - { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { address = "192.168.1.20/24"; gateway = "192.168.1.1"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { address = "192.168.1.20/24"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address6: shop has no IPv6
    - { networks = { shop.nat.subnet = "10.78.0.0/24"; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::20"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::20"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address6: fd79::20 is not a guest's address in fd78::/64
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd79::20"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::20"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address6: fd78:: is not a guest's address in fd78::/64
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::2"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address6: fd78::20 is not a guest's address in fd78::/64
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::20/65"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::20/64"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address6: fd78::1 is the host's own address on shop
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::1"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd78::2"; } ]; }; }

    [invalid-address] guests.a.interfaces[0].address6: "fe80::20" is not an IPv6 address of a guest: as in "fd00::20" or "fd00::20/64"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fe80::20"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].gateway6: fd00::20 is not a router's address in fd00::/64
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; gateway6 = "fd00::20"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; gateway6 = "fd00::1"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].gateway6: fd01::1 is not a router's address in fd00::/64
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; gateway6 = "fd01::1"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; gateway6 = "fe80::1"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].gateway6 needs an address
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { gateway6 = "fe80::1"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20"; gateway6 = "fe80::1"; } ]; }; }

    [address-outside-subnet] guests.a.interfaces[0].address6: fd00:: is not a guest's address in fd00::/64
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::/64"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::20/64"; } ]; }; }

    [invalid-mac] guests.a.interfaces[0].mac: "53:54:00:00:00:01" is not a MAC address: six pairs of hexadecimal digits, the first even, as in "52:54:00:12:34:56"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { mac = "53:54:00:00:00:01"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { mac = "52:54:00:00:00:01"; } ]; }; }

    [duplicate-mac] the MAC address 52:54:00:00:00:01 is used by the guest a and by the guest b
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.interfaces = [ { mac = "52:54:00:00:00:01"; } ]; b.interfaces = [ { mac = "52:54:00:00:00:01"; } ]; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.interfaces = [ { mac = "52:54:00:00:00:01"; } ]; b.interfaces = [ { mac = "52:54:00:00:00:02"; } ]; }; }

    [no-address] guests.a: nobody gives it an address on the network shop
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = false; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = false; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.20"; } ]; }; }

    [duplicate-address] the address 10.78.0.9 on shop is used by the guest a and by the guest b
    - { networks.shop.nat.subnet = "10.78.0.0/24"; defaults.diskSize = "8g"; guests = { a.interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; b.interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; }; }
    + { networks.shop.nat.subnet = "10.78.0.0/24"; defaults.diskSize = "8g"; guests = { a.interfaces = [ { network = "shop"; address = "10.78.0.9"; } ]; b.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address: DHCP assigns 10.78.0.100 to 10.78.0.200 to other guests of shop
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = { start = "10.78.0.100"; end = "10.78.0.200"; }; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.200"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = { start = "10.78.0.100"; end = "10.78.0.200"; }; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.201"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address: DHCP assigns 10.78.0.100 to 10.78.0.200 to other guests of shop
    - { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = { start = "10.78.0.100"; end = "10.78.0.200"; }; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.100"; } ]; }; }
    + { networks = { shop.nat = { subnet = "10.78.0.0/24"; dhcp = { start = "10.78.0.100"; end = "10.78.0.200"; }; }; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address = "10.78.0.99"; } ]; }; }

    [conflicting-keys] guests.a.interfaces[0].address6: DHCP assigns fd96:7247:2b11::1:0 to fd96:7247:2b11::1:ffff to other guests of shop
    - { networks.shop.nat = { subnet = "10.78.0.0/24"; ipv6 = true; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd96:7247:2b11::1:0"; } ]; }; }
    + { networks.shop.nat = { subnet = "10.78.0.0/24"; ipv6 = true; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "shop"; address6 = "fd96:7247:2b11::ffff"; } ]; }; }

    [address-outside-subnet] networks.shop.address: 10.79.0.1 is not a host address in 10.78.0.0/24
    - { networks.shop = { nat.subnet = "10.78.0.0/24"; address = "10.79.0.1/24"; }; guests.a.image = "/srv/a.img"; }
    + { networks.shop = { nat.subnet = "10.78.0.0/24"; address = "10.78.0.9/24"; }; guests.a.image = "/srv/a.img"; }

    [missing-key] guests.a has no address on lan, which networks.lan.allow needs to identify its packets
    - { networks.lan = { uplink = "eno1"; address = "192.168.1.2/24"; allow = [ { from = "a"; to = "host"; tcp = [ 22 ]; } ]; }; guests.a.image = "/srv/a.img"; }
    + { networks.lan = { uplink = "eno1"; address = "192.168.1.2/24"; allow = [ { from = "a"; to = "host"; tcp = [ 22 ]; } ]; }; guests.a = { image = "/srv/a.img"; interfaces = [ { network = "lan"; address = "192.168.1.20"; } ]; }; }

    [invalid-address] guests.a.interfaces[0].gateway6: "ff02::1" is not the IPv6 address of a router: as in "fe80::1" or "fd00::1"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::5/64"; gateway6 = "ff02::1"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address6 = "fd00::5/64"; gateway6 = "fe80::1"; } ]; }; }

    [invalid-address] guests.a.interfaces[0].nameservers[0]: "x" is not the address of a name server: an IPv4 or IPv6 address, as in "192.168.1.1"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "10.0.0.5/24"; nameservers = [ "x" ]; } ]; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; interfaces = [ { address = "10.0.0.5/24"; nameservers = [ "fd00::1" ]; } ]; }; }
    """#)
}
