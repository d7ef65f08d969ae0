"""A host with guests and neighbours, each a network namespace. Taps are virtual cables: what the
filter, the bridge and the host's stack do with a frame is the same."""

import pathlib

from .spaces import Space

# Who is where: network, addresses. The rules and the host's part come from the module.
GUESTS = {
    "alice": ("lan", "192.168.90.10/24", "fd90::10/64"),
    "bob": ("lan", "192.168.90.11/24", "fd90::11/64"),
    "rita": ("lan", "192.168.90.12/24", "fd90::12/64"),
    "carol": ("home", "10.77.0.20/24", "fd77::20/64"),
    "carl": ("home", "10.77.0.130/24", "fd77::130/64"),
    "web": ("shop", "10.78.0.10/24", "fd78::10/64"),
    "db": ("shop", "10.78.0.11/24", "fd78::11/64"),
    "names": ("shop", "10.78.0.12/24", "fd78::12/64"),
    "lone": ("shop", "10.78.0.13/24", "fd78::13/64"),
    "stray": ("shop", "10.78.0.90/24", "fd78::90/64"),
    "paul": ("plain", "10.79.0.10/24", "fd79::10/64"),
    "dave": ("lab", "10.66.0.5/24", "fd66::5/64"),
    "dora": ("lab", "10.66.0.6/24", "fd66::6/64"),
    "erin": ("bench", "10.9.0.5/24", "fd09::5/64"),
    "ed": ("bench", "10.9.0.6/24", "fd09::6/64"),
    "fiona": ("wan", "172.31.0.5/24", "fd31::5/64"),
    "mail": ("office", "192.168.91.10/24", "fd91::10/64"),
    "desk": ("office", "192.168.91.11/24", "fd91::11/64"),
    "gina": ("given", "10.99.0.5/24", "fd99::5/64"),
}
# The other ends of the host's network cards.
OUTSIDE = {
    "laptop": ("up0", "192.168.90.1/24", "fd90::1/64"),
    "internet": ("wan0", "198.51.100.1/24", "fd51::1/64"),
    "provider": ("wan1", "172.31.0.1/24", "fd31::1/64"),
    "colleague": ("up1", "192.168.91.1/24", "fd91::1/64"),
}
UPLINKS = {"lan": "up0", "wan": "wan1", "office": "up1"}
# The host's own addresses.
HOST = {
    "wan0": ("198.51.100.2/24", "fd51::2/64"),
    "br-lan": ("192.168.90.2/24", "fd90::2/64"),
    "br-home": ("10.77.0.1/24", "fd77::1/64"),
    "br-shop": ("10.78.0.1/24",),
    "br-plain": ("10.79.0.1/24",),
    "br-bench": ("10.9.0.1/24",),
    "br-office": ("192.168.91.2/24", "fd91::2/64"),
    "br-given": ("10.99.0.1/24", "fd99::1/64"),
}


class World:
    """rules: what `nft -f` takes; cards: the MAC address of each guest; kernel: lines of sysctl.conf;
    bridges: names of the bridges that the module makes."""

    def __init__(self, rules, cards, exemptions, kernel=()):
        self.rules = rules
        self.exemptions = exemptions
        self.cards = cards
        self.spaces = {}
        self.outside_macs = {}
        try:
            self._build(kernel)
        except BaseException:
            self.close()
            raise

    def _build(self, kernel):
        host = self.host = self._space("host")
        networks = sorted({network for network, *_ in GUESTS.values()})
        # As if br_netfilter were not there; a fault brings it.
        for each in ("iptables", "ip6tables", "arptables"):
            host.run("sysctl", "-qw", f"net.bridge.bridge-nf-call-{each}=0", check=False)
        # The filter is there before any bridge or tap is.
        self.load()
        for network in networks:
            host.shell(f"""
                ip link add br-{network} address {self.bridge_mac(network)} type bridge
                ip link set br-{network} up""")
        for name, (card, *addresses) in OUTSIDE.items():
            space = self._space(name)
            space.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", card, "netns", host.full)
            self._configure(space, addresses)
            self.outside_macs[name] = space.run("cat", "/sys/class/net/eth0/address").stdout.strip()
            host.run("ip", "link", "set", card, "up")
        for network, card in UPLINKS.items():
            host.run("ip", "link", "set", card, "master", f"br-{network}")
        for name in GUESTS:
            self._space(name)
            self.plug(name)
        for interface, addresses in HOST.items():
            for address in addresses:
                host.run("ip", "address", "add", address, "dev", interface, "nodad")
        host.run("ip", "route", "add", "default", "via", "198.51.100.1")
        host.run("ip", "-6", "route", "add", "default", "via", "fd51::1")
        if kernel:
            host.run("sysctl", "-qe", "-p", "-", stdin="\n".join(kernel) + "\n")
        # An administrator's routes: the filter has to hold without the want of one.
        for network, bridge in (("10.66.0.0/24", "br-lab"), ("fd66::/64", "br-lab"), ("fd09::/64", "br-bench"),
                                ("fd78::/64", "br-shop"), ("172.31.0.0/24", "br-wan"), ("fd31::/64", "br-wan")):
            host.run("ip", "route", "add", network, "dev", bridge)
        for name in ("dave", "provider"):
            self.spaces[name].run("ip", "route", "add", "192.168.90.2", "dev", "eth0")
        internet = self.spaces["internet"]
        internet.run("ip", "address", "add", "203.0.113.1/32", "dev", "lo")
        internet.run("ip", "address", "add", "2001:db8::1/128", "dev", "lo", "nodad")
        # Neighbours of the host who want to come in by it.
        for name, host4, host6 in (("internet", "198.51.100.2", "fd51::2"), ("laptop", "192.168.90.2", "fd90::2"),
                                   ("colleague", "192.168.91.2", "fd91::2")):
            self.spaces[name].shell(f"""
                for each in 10.77.0.0/24 10.78.0.0/24 10.79.0.0/24 10.66.0.0/24 10.9.0.0/24 10.99.0.0/24; do
                  ip route add $each via {host4}
                done
                for each in fd77::/64 fd78::/64 fd66::/64 fd09::/64; do ip -6 route add $each via {host6}; done""")

    def _space(self, name):
        self.spaces[name] = Space(name)
        return self.spaces[name]

    @staticmethod
    def bridge_mac(network):
        return "52:54:00:ff:00:" + format(sum(network.encode()) & 0xFF, "02x")

    def plug(self, name):
        """A guest's tap, as its unit makes it: on its bridge before it is up."""
        network, *addresses = GUESTS[name]
        space, mac = self.spaces[name], self.cards[name]
        space.run("ip", "link", "add", "eth0", "address", mac, "type", "veth", "peer", "name", f"tap-{name}",
                  "netns", self.host.full)
        self.host.shell(f"""
            ip link set tap-{name} address fe:{mac[3:]} master br-{network}
            ip link set tap-{name} up""")
        self._configure(space, addresses)
        if gateway := {"home": ("10.77.0.1", "fd77::1"), "shop": ("10.78.0.1", "fd78::1"),
                       "plain": ("10.79.0.1", "fd79::1"), "bench": ("10.9.0.1", "fd09::1"), "lan": ("192.168.90.1", "fd90::1"),
                       "office": ("192.168.91.1", "fd91::1"), "given": ("10.99.0.1", "fd99::1")}.get(network):
            space.run("ip", "route", "add", "default", "via", gateway[0])
            space.run("ip", "-6", "route", "add", "default", "via", gateway[1])

    def unplug(self, name):
        self.spaces[name].run("ip", "link", "delete", "eth0")

    @staticmethod
    def _configure(space, addresses):
        for address in addresses:
            space.run("ip", "address", "add", address, "dev", "eth0", "nodad")
        space.run("ip", "link", "set", "eth0", "up")

    def has_bridge_netfilter(self):
        setting = self.host.run("sysctl", "-n", "net.bridge.bridge-nf-call-iptables", check=False)
        return setting.stdout.strip() == "1"

    def load(self, rules=None):
        self.host.run("nft", "-f", "-", stdin=rules or self.rules)

    def address(self, name, version=4):
        """The first address of a guest or neighbour."""
        if name == "host":
            raise ValueError("the host has one on each bridge")
        entry = GUESTS.get(name) or OUTSIDE[name]
        return entry[1 if version == 4 else 2].split("/")[0]

    def link_local(self, name):
        """The address of a guest's link, by its MAC address."""
        octets = [int(each, 16) for each in self.mac(name).split(":")]
        return f"fe80::{octets[0] ^ 2:x}{octets[1]:02x}:{octets[2]:x}ff:fe{octets[3]:02x}:{octets[4]:x}{octets[5]:02x}"

    def forget_neighbours(self):
        for space in self.spaces.values():
            space.run("ip", "neigh", "flush", "all")

    def mac(self, name):
        """The MAC address of a guest's or neighbour's card."""
        return self.cards.get(name) or self.outside_macs[name]

    def mac_of_host_at(self, name):
        """The host's MAC address on the network of a neighbour."""
        interface = {"internet": "wan0", "laptop": "br-lan", "colleague": "br-office"}[name]
        return self.host.run("cat", f"/sys/class/net/{interface}/address").stdout.strip()

    def close(self):
        for space in self.spaces.values():
            space.delete()


def leftovers():
    """Namespaces of a run that was killed."""
    for path in pathlib.Path("/run/netns").glob("packets-*"):
        if not pathlib.Path(f"/proc/{path.name.split('-')[1]}").exists():
            yield path.name
