"""Frames made by hand."""

import logging

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)

from scapy.layers.dhcp import BOOTP, DHCP  # noqa: E402
from scapy.layers.inet import ICMP, IP, TCP, UDP  # noqa: E402
from scapy.layers.inet6 import (  # noqa: E402
    ICMPv6DestUnreach, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS, ICMPv6ND_Redirect,
    ICMPv6NDOptPrefixInfo, ICMPv6NDOptUnknown, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment)
from scapy.layers.l2 import ARP, LLC, STP, Dot1Q, Dot3, Ether  # noqa: E402
from scapy.packet import Raw  # noqa: E402

EVERYONE = "ff:ff:ff:ff:ff:ff"
ALL_NODES = "33:33:00:00:00:01"
LINK_LOCAL = "fe80::bad"


def mac(world, name):
    return world.mac(name)


def tcp(world, source, target, token, sport, dport, flags):
    return bytes(Ether(src=mac(world, source), dst=mac(world, target))
                 / IP(src=world.address(source), dst=world.address(target))
                 / TCP(sport=sport, dport=dport, flags=flags) / Raw(token))


def udp(world, source, target, token, *, sport=40000, dport=40000, mac=None, version=4):
    if "." in target or ":" in target:
        address = target
    else:
        address = world.address(target, version)
    ip = (IP if version == 4 else IPv6)(src=world.address(source, version), dst=address)
    return bytes(Ether(src=world.mac(source), dst=mac or world.mac(target)) / ip / UDP(sport=sport, dport=dport)
                 / Raw(token))


def syn6(world, source, address, token, *, mac, sender=None):
    """The start of a connection to port 443 of an IPv6 address."""
    return bytes(Ether(src=world.mac(sender or source), dst=mac)
                 / IPv6(src=world.address(source, 6), dst=address)
                 / TCP(sport=40000, dport=443, flags="S") / Raw(token))


def rest(world, source, target, token, version=4):
    """All but the start of a packet."""
    ends = {"src": world.address(source, version), "dst": world.address(target, version)}
    head = IP(**ends, proto=17, frag=64) if version == 4 else IPv6(**ends) / IPv6ExtHdrFragment(nh=17, offset=64)
    return bytes(Ether(src=mac(world, source), dst=mac(world, target)) / head / Raw(token))


def error(world, source, target, token, version):
    ends = {"src": world.address(source, version), "dst": world.address(target, version)}
    if version == 6 and ends["src"].startswith("fd78"):
        ends = {"src": world.link_local(source), "dst": world.link_local(target)}
    packet = IP(**ends) / ICMP(type=3, code=3) if version == 4 else IPv6(**ends) / ICMPv6DestUnreach(code=4)
    return bytes(Ether(src=mac(world, source), dst=mac(world, target)) / packet / Raw(token))


def broadcast(world, guest, token, *, mac=None, source=None):
    return bytes(Ether(src=mac or world.mac(guest), dst=EVERYONE)
                 / IP(src=source or world.address(guest), dst="255.255.255.255") / UDP(sport=40000, dport=40000)
                 / Raw(token))


def broadcast6(world, guest, token, *, source):
    return bytes(Ether(src=mac(world, guest), dst=ALL_NODES) / IPv6(src=source, dst="ff02::1")
                 / UDP(sport=40000, dport=40000) / Raw(token))


def option(token):
    """An option of neighbour discovery that nobody knows, with the token."""
    token = token.ljust((len(token) + 2 + 7) // 8 * 8 - 2, b"-")
    return ICMPv6NDOptUnknown(type=200, len=(len(token) + 2) // 8, data=token)


def advertisement(world, guest, token, *, options=False, fragment=False):
    head = Ether(src=mac(world, guest), dst=ALL_NODES) / IPv6(src=LINK_LOCAL, dst="ff02::1", hlim=255)
    if options:
        head = head / IPv6ExtHdrDestOpt()
    body = ICMPv6ND_RA(routerlifetime=1800, prf=1) / ICMPv6NDOptPrefixInfo(prefix="2001:db8:bad::", prefixlen=64) \
        / option(token)
    if fragment:
        # The one that says what it is, and nothing after it: the filter sees no ICMP header.
        raw = bytes(IPv6(bytes(head[IPv6] / body)).payload)
        return bytes(head / IPv6ExtHdrFragment(nh=58, offset=8, m=0, id=7) / Raw(raw))
    return bytes(head / body)


def redirect(world, guest, token):
    return bytes(Ether(src=mac(world, guest), dst=ALL_NODES) / IPv6(src=LINK_LOCAL, dst="ff02::1", hlim=255)
                 / ICMPv6ND_Redirect(tgt=LINK_LOCAL, dst="2001:db8::1") / option(token))


def neighbour(world, guest, address, token):
    return bytes(Ether(src=mac(world, guest), dst=ALL_NODES) / IPv6(src=LINK_LOCAL, dst="ff02::1", hlim=255)
                 / ICMPv6ND_NA(tgt=address, R=0, O=1) / option(token))


def question(world, guest, address, token):
    """Whether anybody has an address, before it is used."""
    return bytes(Ether(src=mac(world, guest), dst=ALL_NODES) / IPv6(src="::", dst="ff02::1", hlim=255)
                 / ICMPv6ND_NS(tgt=address) / option(token))


def arp(world, guest, address, token, *, mac=None):
    sender = world.mac(guest)
    # Behind the packet, where the frame is filled up.
    return bytes(Ether(src=sender, dst=EVERYONE)
                 / ARP(op=2, hwsrc=mac or sender, psrc=address, hwdst=EVERYONE, pdst="192.0.2.255") / Raw(token))


def dhcp(world, name, token, *, request):
    sport, dport = (68, 67) if request else (67, 68)
    source = "0.0.0.0" if request else world.address(name)
    kind = "discover" if request else "offer"
    return bytes(Ether(src=mac(world, name), dst=EVERYONE) / IP(src=source, dst="255.255.255.255")
                 / UDP(sport=sport, dport=dport) / BOOTP(op=1 if request else 2)
                 / DHCP(options=[("message-type", kind), ("hostname", token), "end"]))


def dhcp6(world, name, token, *, request=False):
    sport, dport = (546, 547) if request else (547, 546)
    return bytes(Ether(src=mac(world, name), dst=ALL_NODES) / IPv6(src=LINK_LOCAL, dst="ff02::1")
                 / UDP(sport=sport, dport=dport) / Raw(b"\x02\x00\x00\x01" + token))


def solicitation(world, name, token):
    return bytes(Ether(src=mac(world, name), dst="33:33:00:00:00:02") / IPv6(src=LINK_LOCAL, dst="ff02::2", hlim=255)
                 / ICMPv6ND_RS() / option(token))


def tagged(world, guest, token):
    return bytes(Ether(src=mac(world, guest), dst=EVERYONE) / Dot1Q(vlan=20)
                 / IP(src=world.address(guest), dst="255.255.255.255") / UDP(sport=40000, dport=40000) / Raw(token))


def spanning_tree(world, guest, token):
    return bytes(Dot3(src=mac(world, guest), dst="01:80:c2:00:00:00") / LLC(dsap=0x42, ssap=0x42, ctrl=3) / STP()
                 / Raw(token))
