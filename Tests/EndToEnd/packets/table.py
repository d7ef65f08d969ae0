"""The table of promises: from, to, what is sent, whether it arrives."""

import concurrent.futures
import dataclasses
import itertools
import typing

from . import frames, probes
from .probes import Sniffer
from .world import GUESTS

INTERNET = {4: "203.0.113.1", 6: "2001:db8::1"}
COUNTER = itertools.count()


@dataclasses.dataclass
class Cell:
    source: str
    target: str
    what: str
    expected: bool
    probe: typing.Callable
    # Not where the host's firewall decides, too, about what is not the module's business.
    alone: bool = False


def tcp(source, target, port, expected, *, to=None, versions=(4, 6), seen_as=None, by=None):
    """A connection, by each version of IP, and who answers."""
    for version in versions:
        def probe(world, version=version):
            address = (to or {}).get(version) or world.address(target, version)
            answer = probes.tcp(world.spaces[source], address, port)
            return right(answer, by or target, seen_as and seen_as[version])
        via = f" ({to[version]})" if to else ""
        yield Cell(source, target + via, f"tcp {port}, IPv{version}", expected, probe)


def udp(source, target, port, expected, *, to=None, version=4, by=None):
    def probe(world):
        answer = probes.udp(world.spaces[source], to or world.address(target, version), port)
        return right(answer, by or target)
    yield Cell(source, target + (f" ({to})" if to else ""), f"udp {port}, IPv{version}", expected, probe)


def right(answer, name, client=None):
    """Whether the right one answered, and saw the right client."""
    found, _, seen = (answer or "").partition(" ")
    return found == name and client in (None, seen)


def ping(source, target, expected, *, to=None, version=4):
    def probe(world):
        return probes.ping(world.spaces[source], to or world.address(target, version))
    yield Cell(source, target + (f" ({to})" if to else ""), f"echo request, IPv{version}", expected, probe)


def frame(source, target, what, expected, make, *, at=None):
    """A frame made by hand: whether it is seen at the target. make(world, token) gives it."""
    def probe(world):
        # Unlike any other in the same run.
        token = b"token-%08d-" % next(COUNTER)
        sniffer = Sniffer(world.spaces[target], at)
        for _ in range(2):
            probes.send(world.spaces[source], make(world, token))
        return sniffer.sees(token)
    yield Cell(source, target, what, expected, probe)


def datagram(source, target, port, expected):
    """A datagram from the source's own stack, to a port where nothing answers."""
    def probe(world):
        token = b"token-%08d-" % next(COUNTER)
        sniffer = Sniffer(world.spaces[target])
        probes.tell(world.spaces[source], world.address(target), port, token)
        return sniffer.sees(token)
    yield Cell(source, target, f"udp {port}, IPv4, unanswered", expected, probe)


def alone(cells):
    for cell in cells:
        yield dataclasses.replace(cell, alone=True)


def cells():
    yield from lan()
    yield from translated()
    yield from allowed()
    yield from isolated()
    yield from office()
    yield from forged()


def lan():
    host = {4: "192.168.90.2", 6: "fd90::2"}
    yield from tcp("alice", "bob", 22, True)
    yield from tcp("alice", "laptop", 22, True)
    yield from tcp("laptop", "alice", 22, True)
    yield from tcp("alice", "host", 22, True, to=host)
    yield from tcp("host", "alice", 22, True)
    yield from tcp("gina", "host", 22, True, to={4: "10.99.0.1", 6: "fd99::1"})
    yield from tcp("host", "gina", 22, True)


def translated():
    own = {4: "198.51.100.2", 6: "fd51::2"}
    yield from tcp("carol", "internet", 80, True, to=INTERNET, seen_as=own)
    yield from tcp("carol", "carl", 22, True)
    yield from tcp("host", "carol", 22, True)
    yield from udp("carol", "host", 53, True, to="10.77.0.1")
    yield from tcp("internet", "carol", 22, False)
    yield from tcp("laptop", "carol", 22, False)
    yield from tcp("carol", "laptop", 22, False)
    yield from tcp("web", "carol", 22, False)
    yield from tcp("erin", "carol", 22, False)
    # Ports of the host.
    port = {"versions": (4,)}
    yield from tcp("internet", "host", 8080, True, to=own, by="carol", **port)
    yield from tcp("laptop", "host", 8080, True, to={4: "192.168.90.2"}, by="carol", **port)
    yield from tcp("carl", "host", 8080, True, to={4: "10.77.0.1"}, by="carol", **port)
    yield from tcp("carl", "host", 8080, True, to=own, by="carol", **port)
    yield from tcp("host", "host", 8080, True, to=own, by="carol", **port)
    for source in ("internet", "host"):
        yield from udp(source, "host", 6003, True, to=own[4], by="carol")
    yield from tcp("internet", "host", 8081, False, to=own, **port)


def allowed():
    four = {"versions": (4,)}
    for source, target, port, expected in (
        ("web", "db", 5432, True), ("web", "db", 22, False), ("db", "web", 5432, False), ("lone", "db", 5432, False),
        ("lone", "web", 80, True), ("carol", "web", 80, True), ("carol", "web", 22, False), ("names", "lone", 80, False),
        ("internet", "web", 80, True), ("internet", "db", 22, False), ("laptop", "db", 5432, False),
        ("host", "db", 22, True), ("host", "db", 80, False), ("host", "web", 22, False), ("host", "web", 80, True),
    ):
        yield from tcp(source, target, port, expected, **four)
    yield from tcp("db", "internet", 443, True, to=INTERNET, seen_as={4: "198.51.100.2"}, **four)
    yield from tcp("db", "internet", 80, False, to=INTERNET, **four)
    yield from tcp("web", "internet", 443, False, to=INTERNET, **four)
    yield from tcp("db", "internet", 443, False, to=INTERNET, versions=(6,))
    host = {4: "10.78.0.1"}
    yield from tcp("db", "host", 443, True, to=host, **four)
    yield from tcp("db", "host", 22, False, to=host, **four)
    yield from tcp("web", "host", 22, False, to=host, **four)
    yield from tcp("web", "host", 53, True, to=host, **four)
    yield from udp("web", "host", 53, True, to=host[4])
    yield from udp("web", "host", 9999, False, to=host[4])
    yield from udp("host", "names", 53, False)
    yield from udp("web", "names", 53, True)
    yield from udp("names", "web", 53, False)
    yield from udp("db", "names", 53, False)
    yield from ping("host", "db", True)
    yield from ping("host", "web", False)
    yield from ping("web", "db", False)
    yield from tcp("db", "lone", 443, True, **four)
    yield from tcp("db", "laptop", 443, False, **four)
    yield from tcp("paul", "laptop", 443, False, **four)
    yield from tcp("paul", "internet", 443, True, to=INTERNET, seen_as={4: "198.51.100.2"}, **four)
    for source in ("internet", "laptop"):
        yield from tcp(source, "paul", 22, False, **four)
    yield from frame("paul", "internet", "udp, by the host, IPv6", False,
                     lambda w, t: frames.udp(w, "paul", INTERNET[6], t, mac=w.bridge_mac("plain"), version=6))
    # Another machine on the bridge, which the bridge table does not know.
    yield from frame("stray", "internet", "tcp 443 of db, by the host, IPv6", False,
                     lambda w, t: frames.syn6(w, "stray", INTERNET[6], t, mac=w.bridge_mac("shop"), sender="db"))
    yield from frame("db", "internet", "tcp 443, by the host, IPv6", False,
                     lambda w, t: frames.syn6(w, "db", INTERNET[6], t, mac=w.bridge_mac("shop")))
    # Answers of the host's DHCP server.
    yield from datagram("host", "web", 68, True)
    yield from datagram("host", "web", 69, False)
    # By addresses of the link.
    for source, target, expected in (("web", "names", True), ("names", "web", False), ("db", "names", False)):
        def probe(world, source=source, target=target):
            return right(probes.udp(world.spaces[source], world.link_local(target), 53), target)
        yield Cell(source, target, "udp 53, of the link", expected, probe)
    for version in (4, 6):
        yield from alone(frame("db", "web", f"error of ICMP, IPv{version}", True,
                               lambda w, t, v=version: frames.error(w, "db", "web", t, v)))
    # An answer to a question that nobody asked.
    yield from frame("db", "web", "tcp from 5432, not a start", True,
                     lambda w, t: frames.tcp(w, "db", "web", t, 5432, 40000, "PA"))
    yield from frame("db", "web", "tcp from 5432, a start", False,
                     lambda w, t: frames.tcp(w, "db", "web", t, 5432, 40000, "S"))
    yield from frame("names", "web", "udp from 53, unasked", False,
                     lambda w, t: frames.udp(w, "names", "web", t, sport=53, dport=40001))
    # By the host as a router, around the bridge's rules.
    yield from frame("lone", "db", "udp, by the host's MAC address", False,
                     lambda w, t: frames.udp(w, "lone", "db", t, dport=9999, mac=w.bridge_mac("shop")))
    yield from alone(frame("web", "db", "rest of a packet", True, lambda w, t: frames.rest(w, "web", "db", t)))


def isolated():
    yield from tcp("dave", "dora", 22, True)
    yield from tcp("erin", "ed", 22, True)
    yield from tcp("erin", "host", 22, True, to={4: "10.9.0.1"}, versions=(4,))
    yield from tcp("host", "erin", 22, True, versions=(4,))
    yield from tcp("fiona", "provider", 22, True)
    yield from tcp("provider", "fiona", 22, True)
    # One way is enough: an answer would have to find its way back.
    for name, network in (("dave", "lab"), ("erin", "bench"), ("fiona", "wan"), ("provider", "wan")):
        for version in (4, 6):
            yield from frame(
                name, "internet", f"udp, by the host, IPv{version}", False,
                lambda w, t, name=name, network=network, version=version:
                frames.udp(w, name, INTERNET[version], t, mac=w.bridge_mac(network), version=version))
    for source in ("internet", "laptop"):
        for target in ("dave", "erin"):
            for version in (4, 6):
                yield from frame(
                    source, target, f"udp, by the host, IPv{version}", False,
                    lambda w, t, source=source, target=target, version=version:
                    frames.udp(w, source, target, t, mac=w.mac_of_host_at(source), version=version))
    yield from tcp("dave", "host", 22, False, to={4: "192.168.90.2"}, versions=(4,))
    yield from tcp("provider", "host", 22, False, to={4: "192.168.90.2"}, versions=(4,))
    yield from tcp("carol", "erin", 22, False, versions=(4,))
    yield from tcp("erin", "web", 80, False, versions=(4,))


def office():
    yield from tcp("colleague", "desk", 443, True)
    yield from tcp("colleague", "desk", 22, False)
    yield from tcp("colleague", "mail", 22, False)
    yield from tcp("mail", "desk", 25, True)
    yield from tcp("mail", "desk", 22, True)
    yield from tcp("desk", "mail", 25, False)
    yield from tcp("mail", "colleague", 22, True)
    yield from tcp("desk", "colleague", 80, False)
    host = {4: "192.168.91.2", 6: "fd91::2"}
    yield from tcp("mail", "host", 22, True, to=host)
    yield from tcp("desk", "host", 22, False, to=host)
    yield from tcp("colleague", "host", 22, True, to=host)
    yield from tcp("host", "colleague", 22, True)
    yield from tcp("host", "desk", 22, True)
    for version in (4, 6):
        yield from udp("mail", "colleague", 9999, True, version=version)
        yield from udp("colleague", "mail", 9999, False, version=version)
        yield from ping("mail", "colleague", True, version=version)
        yield from ping("colleague", "mail", False, version=version)
    yield from frame("desk", "colleague", "DHCP request", True,
                     lambda w, t: frames.dhcp(w, "desk", t, request=True))
    yield from frame("colleague", "desk", "DHCP offer", True,
                     lambda w, t: frames.dhcp(w, "colleague", t, request=False))
    yield from frame("colleague", "desk", "router advertisement", True,
                     lambda w, t: frames.advertisement(w, "colleague", t))
    yield from frame("desk", "colleague", "DHCPv6 request", True,
                     lambda w, t: frames.dhcp6(w, "desk", t, request=True))
    yield from frame("colleague", "desk", "DHCPv6 advertisement", True, lambda w, t: frames.dhcp6(w, "colleague", t))
    yield from frame("desk", "colleague", "router solicitation", True, lambda w, t: frames.solicitation(w, "desk", t))
    for source, target in (("mail", "colleague"), ("colleague", "desk")):
        for version in (4, 6):
            yield from alone(frame(source, target, f"rest of a packet, IPv{version}", True,
                                   lambda w, t, s=source, d=target, v=version: frames.rest(w, s, d, t, v)))
            yield from alone(frame(source, target, f"error of ICMP, IPv{version}", True,
                                   lambda w, t, s=source, d=target, v=version: frames.error(w, s, d, t, v)))
    for source, expected in (("mail", True), ("desk", False)):
        yield from alone(frame(source, "internet", "udp, by the host", expected, lambda w, t, s=source: frames.udp(
            w, s, INTERNET[4], t, mac=w.mac_of_host_at("colleague"))))
    yield from frame("desk", "mail", "udp, by the host's MAC address", False,
                     lambda w, t: frames.udp(w, "desk", "mail", t, dport=9999, mac=w.bridge_mac("office")))


def forged():
    """What guests may not send, to each other, the LAN and the host."""
    stranger = "52:54:00:aa:bb:cc"
    for target, at in (("alice", None), ("laptop", None), ("host", "br-lan")):
        def both(what, make, expected=False, target=target, at=at):
            yield from frame("bob", target, what, expected, lambda w, t: make(w, "bob", t), at=at)
        yield from both("own MAC address", lambda w, g, t: frames.broadcast(w, g, t), True)
        yield from both("another MAC address", lambda w, g, t: frames.broadcast(w, g, t, mac=stranger))
        yield from both("router advertisement", frames.advertisement)
        yield from both("router advertisement after options",
                        lambda w, g, t: frames.advertisement(w, g, t, options=True))
        yield from both("router advertisement in fragments",
                        lambda w, g, t: frames.advertisement(w, g, t, fragment=True))
        yield from both("redirect", frames.redirect)
        yield from both("DHCP offer", lambda w, g, t: frames.dhcp(w, g, t, request=False))
        yield from both("DHCPv6 advertisement", frames.dhcp6)
        yield from both("VLAN tag", frames.tagged)
    for guest, (network, *_) in GUESTS.items():
        if guest not in ("bob", "rita", "paul", "stray"):
            yield from frame(guest, "host", "another MAC address", False,
                             lambda w, t, g=guest: frames.broadcast(w, g, t, mac=stranger), at=f"br-{network}")
            yield from frame(guest, "host", "router advertisement", False,
                             lambda w, t, g=guest: frames.advertisement(w, g, t), at=f"br-{network}")
    yield from frame("bob", "laptop", "DHCP request", True, lambda w, t: frames.dhcp(w, "bob", t, request=True))
    yield from frame("bob", "laptop", "spanning tree", False, lambda w, t: frames.spanning_tree(w, "bob", t))
    yield from frame("bob", "alice", "ARP of another MAC address", False,
                     lambda w, t: frames.arp(w, "bob", "192.168.90.11", t, mac=stranger))
    # Of a guest that may.
    yield from frame("rita", "alice", "another MAC address", True,
                     lambda w, t: frames.broadcast(w, "rita", t, mac=stranger))
    for target, expected in (("bob", True), ("alice", False)):
        for source in ("rita", "laptop"):
            yield from frame(source, target, "router advertisement", expected,
                             lambda w, t, s=source: frames.advertisement(w, s, t))
    yield from frame("rita", "alice", "DHCP offer", True, lambda w, t: frames.dhcp(w, "rita", t, request=False))
    # A bridge that is not the module's.
    yield from frame("gina", "host", "router advertisement", False,
                     lambda w, t: frames.advertisement(w, "gina", t), at="br-given")
    # Addresses of others.
    for source, address, expected in (
        ("carl", "10.77.0.1", False), ("carl", "10.77.0.20", False), ("carl", "10.77.0.130", True),
        ("carol", "10.77.0.9", False), ("carol", "10.77.0.20", True), ("carol", "0.0.0.0", True),
    ):
        target = "carol" if source == "carl" else "carl"
        yield from frame(source, target, f"ARP of {address}", expected,
                         lambda w, t, s=source, a=address: frames.arp(w, s, a, t))
        yield from frame(source, target, f"packet of {address}", expected,
                         lambda w, t, s=source, a=address: frames.broadcast(w, s, t, source=a))
    for guest in ("web", "db", "names", "lone"):
        own = GUESTS[guest][1].split("/")[0]
        for address, expected in (("10.78.0.1", False), ("10.78.0.99", False), ("192.0.2.9", False), (own, True)):
            yield from frame(guest, "host", f"ARP of {address}", expected,
                             lambda w, t, g=guest, a=address: frames.arp(w, g, a, t), at="br-shop")
            yield from frame(guest, "host", f"packet of {address}", expected,
                             lambda w, t, g=guest, a=address: frames.broadcast(w, g, t, source=a), at="br-shop")
        yield from frame(guest, "host", "packet of fd78::9", False,
                         lambda w, t, g=guest: frames.broadcast6(w, g, t, source="fd78::9"), at="br-shop")
    yield from frame("carl", "carol", "packet of 192.0.2.9", False,
                     lambda w, t: frames.broadcast(w, "carl", t, source="192.0.2.9"))
    yield from frame("erin", "ed", "ARP of 10.9.0.1", False, lambda w, t: frames.arp(w, "erin", "10.9.0.1", t))
    yield from frame("erin", "ed", "packet of 10.9.0.1", False,
                     lambda w, t: frames.broadcast(w, "erin", t, source="10.9.0.1"))
    for source, address, expected in (
        ("carl", "fd77::1", False), ("carl", "fd77::20", False), ("carl", "fd77::130", True), ("carl", "fe80::9", True),
        ("carol", "fd77::9", False), ("carol", "fd77::1", False), ("carol", "fd77::20", True), ("carol", "fe80::9", True),
        ("alice", "fd90::99", False), ("alice", "fd90::10", True), ("bob", "fd90::10", False), ("bob", "fd90::99", True),
    ):
        target = {"carl": "carol", "carol": "carl", "alice": "bob", "bob": "alice"}[source]
        yield from frame(source, target, f"neighbour advertisement of {address}", expected,
                         lambda w, t, s=source, a=address: frames.neighbour(w, s, a, t))
        yield from frame(source, target, f"question for {address}", expected,
                         lambda w, t, s=source, a=address: frames.question(w, s, a, t))
        yield from frame(source, target, f"packet of {address}", expected,
                         lambda w, t, s=source, a=address: frames.broadcast6(w, s, t, source=a))
    yield from frame("carl", "carol", "packet of 2001:db8::9", False,
                     lambda w, t: frames.broadcast6(w, "carl", t, source="2001:db8::9"))


def check(world, only=None):
    """Every cell with what was seen. Cells do not disturb each other, so they run side by side."""
    table = [cell for cell in cells() if only is None or only(cell)]
    world.forget_neighbours()
    if world.has_bridge_netfilter():
        table = [cell for cell in table if not cell.alone]
    with concurrent.futures.ThreadPoolExecutor(48) as pool:
        seen = list(pool.map(lambda cell: cell.probe(world), table))
    return list(zip(table, seen))
