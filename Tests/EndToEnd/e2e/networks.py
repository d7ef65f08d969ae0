"""Guests on a bridge of the LAN, behind NAT, and on an isolated network."""

import re

from .report import wait_for

NETWORKS = """
  lan = { uplink = "up0"; mtu = 1400; };
  out.nat = { subnet = "10.77.0.0/24"; subnet6 = "fd77::/64"; externalInterface = "wan0";
    dhcp = { start = "10.77.0.100"; end = "10.77.0.150"; };
    forwards = [ { port = 8022; to = "carol"; toPort = 22; } ]; };
  private = { };
"""
GUESTS = """
  alice = { memory = "160m"; diskSize = "1g"; network = "lan"; };
  bob = { memory = "160m"; diskSize = "1g"; network = "lan"; };
  carol = { memory = "160m"; diskSize = "1g";
    interfaces = [ { network = "out"; address = "10.77.0.20"; address6 = "fd77::20"; } ]; };
  dave = { memory = "160m"; diskSize = "1g"; network = "private"; };
"""

# The other end of the host's NICs: a LAN with a router that knows addresses, and an internet.
OUTSIDE = """
ip link set lo up
ip address add 203.0.113.1/32 dev lo
ip address add 192.168.90.1/24 dev up0-peer
ip address add 198.51.100.1/24 dev wan0-peer
ip link set up0-peer up
ip link set wan0-peer up
nft -f - <<'RULES'
table inet seen {
  counter carol { }
  counter host { }
  counter dave { }
  chain input {
    type filter hook input priority 0;
    ip saddr 10.77.0.0/24 counter name carol
    ip saddr 198.51.100.2 counter name host
    ip saddr 10.66.0.5 counter name dave
  }
}
RULES
dnsmasq --conf-file=/dev/null --user=root --port=0 --interface=up0-peer --bind-interfaces \
  --dhcp-range=192.168.90.50,192.168.90.99 --dhcp-option=3,192.168.90.1 \
  --dhcp-leasefile="$LEASES" --pid-file="$LEASES.pid"
"""
INTERNET = "203.0.113.1"


def networks(lab):
    report = lab.report
    with lab.host("networks", nics=("up0", "wan0")) as host:
        config = host.configure(lab.generate("networks", GUESTS, NETWORKS))
        guests = [lab.guest(host, config, name) for name in ("alice", "bob", "carol", "dave")]
        alice, bob, carol, dave = guests
        host.boot()
        host.connect_outside(f"LEASES={host.directory}/leases\n" + OUTSIDE)
        # Where the host's own addresses come from is not this suite's business.
        host.in_network("ip", "address", "add", "198.51.100.2/24", "dev", "wan0")
        host.in_network("ip", "route", "add", "default", "via", "198.51.100.1")
        try:
            for guest in guests:
                lab.give_disk(guest)
            result = host.systemctl("start", *(guest.unit for guest in guests))
            report.require("four guests start", result.returncode == 0, result.stderr)
            for guest in guests:
                guest.wait_for_ssh(150)
            _lan(report, host, alice, bob)
            _nat(report, host, carol, alice)
            _isolated(report, host, dave)
            _mtu(report, host, alice)
            _bridges(report, host, alice, bob)
            _stop_together(report, host, guests)
            _moved(report, lab, host, bob)
        finally:
            host.outside_run("bash", "-c", f"kill $(cat {host.directory}/leases.pid)")


def _address(guest):
    """The guest's address of IPv4, once it has one."""
    def probe():
        shown = guest.ssh("ip -4 address show dev eth0").stdout
        return (found := re.search(r"inet ([0-9.]+)", shown)) and found[1]
    return wait_for(f"an address of {guest.name}", 40, probe, 1)


def _pings(guest, address):
    return guest.ssh(f"ping -c 2 -W 3 {address}").returncode == 0


def _lan(report, host, alice, bob):
    report.check("the MAC addresses of two guests differ", alice.mac != bob.mac, alice.mac)
    seen = [guest.ssh("cat /sys/class/net/eth0/address").stdout.strip() for guest in (alice, bob)]
    report.check("and the guests have them", seen == [alice.mac, bob.mac], seen)
    addresses = [_address(alice), _address(bob)]
    report.check("the LAN's DHCP server gives each its own address",
                 len(set(addresses)) == 2 and all(each.startswith("192.168.90.") for each in addresses), addresses)
    report.check("one guest reaches the other", _pings(alice, addresses[1]), addresses)
    report.check("and the LAN's router", _pings(bob, "192.168.90.1"))
    host.in_network("ip", "address", "add", "192.168.90.2/24", "dev", alice.bridge)
    report.check("and the host", _pings(alice, "192.168.90.2"))
    reply = host.in_network("timeout", "5", "bash", "-c", f"head -c 4 </dev/tcp/{addresses[0]}/22")
    report.check("the host reaches a guest", reply.stdout == "SSH-", (reply.stdout, reply.stderr))


def _count(host, counter):
    shown = host.outside_run("nft", "list", "counter", "inet", "seen", counter).stdout
    return int(re.search(r"packets (\d+)", shown)[1])


def _nat(report, host, carol, alice):
    address = _address(carol)
    report.check("behind NAT, the host's DHCP server gives the fixed address", address == "10.77.0.20", address)
    before = _count(host, "host")
    report.check("there is a way out", _pings(carol, INTERNET))
    report.check("with the host's address", _count(host, "host") > before and _count(host, "carol") == 0,
                 (_count(host, "host"), _count(host, "carol")))
    answer = carol.ssh("cat /etc/resolv.conf; nslookup host.invalid 10.77.0.1 2>&1")
    report.check("the host answers for names", "nameserver 10.77.0.1" in answer.stdout
                 and "timed out" not in answer.stdout, answer.stdout)
    answer = carol.ssh("nslookup carol.out.internal 10.77.0.1 2>&1; nslookup 10.77.0.20 10.77.0.1 2>&1")
    report.check("and knows the guest's own, both ways", "10.77.0.20" in answer.stdout
                 and answer.stdout.count("carol.out.internal") >= 2, answer.stdout)
    answer = carol.ssh("nslookup -type=aaaa carol.out.internal 10.77.0.1 2>&1; nslookup fd77::20 10.77.0.1 2>&1")
    report.check("of IPv6, too", "fd77::20" in answer.stdout and answer.stdout.count("carol.out.internal") >= 2,
                 answer.stdout)
    shown = wait_for("an IPv6 route of carol", 40, lambda: (
        shown := carol.ssh("ip -6 address show dev eth0; ip -6 route").stdout) and "default via fe80" in shown and shown, 1)
    report.check("router advertisements give a route, and no address beside a fixed one", "inet6 fd77:" not in shown, shown)
    # As its DHCPv6 client would: this guest has none.
    carol.ssh("ip -6 address add fd77::20/64 dev eth0 nodad")
    answer = carol.ssh("ping -6 -c 2 -W 3 fd77::1")
    report.check("with the fixed one, the host is reached", answer.returncode == 0, answer.stdout)
    greeting = host.outside_run("timeout", "5", "bash", "-c", "head -c 4 </dev/tcp/198.51.100.2/8022")
    report.check("a forwarded port leads to the guest", greeting.stdout == "SSH-", greeting.stderr)
    host.outside_run("ip", "route", "add", "10.77.0.0/24", "via", "198.51.100.2")
    greeting = host.outside_run("timeout", "3", "bash", "-c", "head -c 4 </dev/tcp/10.77.0.20/22")
    report.check("and nothing else does", greeting.stdout == "", greeting.stdout)


def _isolated(report, host, dave):
    shown = dave.ssh("ip -4 address show dev eth0").stdout
    report.check("on an isolated network, nobody gives an address", "inet " not in shown, shown)
    # The host is a neighbour, whatever its addresses: a guest can make it its router.
    dave.ssh("ip address add 10.66.0.5/24 dev eth0; ip route add 198.51.100.2 dev eth0; "
             "ip route add default via 198.51.100.2")
    dave.ssh(f"ping -c 3 -W 1 {INTERNET}")
    report.check("and there is no way out through the host", _count(host, "dave") == 0, _count(host, "dave"))
    host.in_network("sysctl", "-qw", "net.ipv4.ip_forward=0")
    host.in_network("sysctl", "-qw", "net.ipv4.ip_forward=1")
    dave.ssh(f"ping -c 3 -W 1 {INTERNET}")
    report.check("nor when forwarding is turned on later", _count(host, "dave") == 0, _count(host, "dave"))
    report.check("and the host cannot be reached", not _pings(dave, "198.51.100.2"))
    host.systemctl("stop", "nixvirt-filter.service", "--job-mode=ignore-dependencies")
    dave.ssh(f"ping -c 3 -W 1 {INTERNET}")
    report.check("as there would be without the filter", _count(host, "dave") > 0, _count(host, "dave"))
    host.systemctl("start", "nixvirt-filter.service")
    before = _count(host, "dave")
    dave.ssh(f"ping -c 3 -W 1 {INTERNET}")
    report.check("which works again when it is loaded", _count(host, "dave") == before, _count(host, "dave"))


def _address_of(host, interface):
    shown = host.in_network("ip", "-o", "link", "show", "dev", interface).stdout
    return (found := re.search(r"link/ether ([0-9a-f:]+)", shown)) and found[1]


def _master(host, interface):
    shown = host.in_network("ip", "-o", "link", "show", "dev", interface).stdout
    return (found := re.search(r" master (\S+)", shown)) and found[1]


def _bridges(report, host, alice, bob):
    """The bridge of the LAN, whatever comes and goes."""
    card = _address_of(host, "up0")
    report.check("the bridge has the MAC address of its card", _address_of(host, alice.bridge) == card,
                 (_address_of(host, alice.bridge), card))
    report.check("a tap has one of its own", _address_of(host, "tap-alice") == "fe" + alice.mac[2:],
                 _address_of(host, "tap-alice"))
    host.systemctl("restart", f"{alice.bridge}-netdev.service")
    joined = wait_for("the ports of a bridge that was made again", 15, lambda: all(
        _master(host, port) == alice.bridge for port in ("up0", "tap-alice", "tap-bob")), 0.3)
    report.check("a bridge that is made again has its card and its guests", joined)
    report.check("and its MAC address", _address_of(host, alice.bridge) == card, _address_of(host, alice.bridge))
    report.check("the guests run on", _pings(alice, "192.168.90.1")
                 and host.state(alice.unit, "ActiveState") == "active")
    # The card is pulled out. When it comes back, its device unit starts the service, as here.
    host.in_network("ip", "link", "delete", "dev", "up0")
    report.check("without the card, the guests are on the bridge, and reach each other",
                 _master(host, "tap-alice") == _master(host, "tap-bob") == alice.bridge and _pings(alice, _address(bob)))
    host.in_network("ip", "link", "add", "name", "up0", "address", card, "type", "veth", "peer", "name", "up0-peer",
                    "netns", str(host.outside.pid))
    host.outside_run("bash", "-ec", "ip address add 192.168.90.1/24 dev up0-peer; ip link set up0-peer up")
    host.systemctl("restart", "network-addresses-up0.service")
    report.check("a card that comes back is on the bridge", _master(host, "up0") == alice.bridge, _master(host, "up0"))
    report.check("and leads to the LAN again", wait_for("the LAN", 20, lambda: _pings(alice, "192.168.90.1"), 1))


def _mtu(report, host, alice):
    """The description's MTU, at every place of the way out."""
    ways = ["up0", alice.bridge, "tap-alice"]
    sizes = {way: re.search(r" mtu (\d+)", host.in_network("ip", "-o", "link", "show", "dev", way).stdout)[1] for way in ways}
    sizes["the guest's card"] = alice.ssh("cat /sys/class/net/eth0/mtu").stdout.strip()
    report.check("the MTU is that of the description at the card, the bridge, the tap and in the guest",
                 set(sizes.values()) == {"1400"}, sizes)



def _moved(report, lab, host, bob):
    """A guest that is on another network in the description."""
    text = GUESTS.replace('bob = { memory = "160m"; diskSize = "1g"; network = "lan"; }',
                          'bob = { memory = "160m"; diskSize = "1g"; interfaces = '
                          '[ { network = "private"; tap = "vm-bob"; } ]; }')
    host.configure(lab.generate("networks", text, NETWORKS))
    host.systemctl("reload", "nixvirt-filter.service", "qemu-guest-bob-network.service")
    report.check("a guest that moved is on the other bridge", _master(host, "vm-bob") == "br-private",
                 _master(host, "vm-bob"))
    gone = host.in_network("ip", "link", "show", "dev", "tap-bob")
    report.check("and its old tap is gone", gone.returncode != 0, gone.stdout)


def _stop_together(report, host, guests):
    host.systemctl("stop", *(guest.unit for guest in guests))
    states = [host.state(guest.unit, "ActiveState", "Result") for guest in guests]
    report.check("all stop cleanly", all(state == ["inactive", "success"] for state in states), states)
