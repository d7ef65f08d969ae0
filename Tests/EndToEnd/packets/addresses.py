"""addresses MODULE: guests of NAT networks with IPv6 get addresses, routes and names from a real dnsmasq with the
settings of a module, past the module's filter. See Tests/EndToEnd/README.md."""

import ipaddress
import pathlib
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import textwrap
import time

from scapy.layers.dhcp import BOOTP, DHCP
from scapy.layers.dhcp6 import (
    DHCP6_Advertise, DHCP6_Reply, DHCP6_Request, DHCP6_Solicit, DHCP6OptClientId, DHCP6OptIA_NA, DHCP6OptIAAddress,
    DHCP6OptServerId, DUID_LL)

from .spaces import Space, run
from .world import leftovers

# The host's addresses on its bridges, and guests: bridge, tap, MAC address in the module.
BRIDGES = {"br-shop": ("10.78.0.1/24", "fd78::1/64"), "br-spare": ("10.80.0.1/23", "fde9:524f:42a6::1/64")}
GUESTS = {"web": ("br-shop", "tap-web"), "cloud": ("br-shop", "tap1-cloud"), "guest": ("br-spare", "tap-guest")}
failed = 0


def check(what, passed, seen=""):
    global failed
    failed += not passed
    print(f"{'ok    ' if passed else 'FAILED'} {what}{'' if passed else f': {seen}'}", flush=True)


def text_of(module, start):
    """An indented string of a module."""
    found = re.search(re.escape(start) + r" ''\n(.*?)^ *''", module, re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found[1])


def until(what, seconds=8):
    end = time.monotonic() + seconds
    while not (seen := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return seen


def receive(asking, wanted, seconds=4):
    """The first datagram that is wanted."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and select.select([asking], [], [], left)[0]:
        if (found := wanted(asking.recv(4096))) is not None:
            return found
    return None


def dhcp4(space, mac, name="web"):
    """The address that a client is given, who asks for a name of its own."""
    with space.inside():
        asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
        asking.bind(("0.0.0.0", 68))
    client = bytes.fromhex(mac.replace(":", ""))

    def exchange(kind, answer, *options):
        message = BOOTP(op=1, chaddr=client, xid=23, flags=0x8000) / DHCP(
            options=[("message-type", kind), ("hostname", name.encode()), *options, "end"])
        asking.sendto(bytes(message), ("255.255.255.255", 67))

        def wanted(data):
            message = BOOTP(data)
            options = dict(each[:2] for each in message[DHCP].options if isinstance(each, tuple)) if DHCP in message else {}
            return (message.yiaddr, options) if message.xid == 23 and options.get("message-type") == answer else None
        return receive(asking, wanted)

    with asking:
        if not (offered := exchange("discover", 2)):
            return None, {}
        address, options = offered
        return exchange("request", 5, ("requested_addr", address), ("server_id", options["server_id"])) or (None, {})


def dhcp6(space, mac):
    """The address that a client of DHCPv6 is given."""
    with space.inside():
        asking = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        asking.bind(("::", 546))
        servers = ("ff02::1:2", 547, 0, socket.if_nametoindex("eth0"))
    identity = DHCP6OptClientId(duid=DUID_LL(lladdr=mac))

    def exchange(message, kind):
        asking.sendto(bytes(message), servers)
        return receive(asking, lambda data: answer if (answer := kind(data)).msgtype == kind().msgtype else None)

    with asking:
        offered = exchange(DHCP6_Solicit(trid=23) / identity / DHCP6OptIA_NA(iaid=1), DHCP6_Advertise)
        if not offered:
            return None
        given = exchange(DHCP6_Request(trid=24) / identity / DHCP6OptServerId(duid=offered[DHCP6OptServerId].duid)
                         / DHCP6OptIA_NA(iaid=1), DHCP6_Reply)
        return given[DHCP6OptIAAddress].addr if given and DHCP6OptIAAddress in given else None


def ask(space, server, name, kind):
    """What a DNS server answers to a question: addresses or a name; None if there is no answer."""
    with space.inside():
        asking = socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_DGRAM)
    question = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0" + struct.pack("!HH", kind, 1)
    with asking:
        asking.sendto(struct.pack("!HHHHHH", 7, 0x100, 1, 0, 0, 0) + question, (server, 53))
        data = receive(asking, lambda data: data, 3)
    if not data:
        return None
    answers, rest = [], data[12 + len(question):]
    for _ in range(struct.unpack("!H", data[6:8])[0]):
        _, _, _, _, length = struct.unpack("!HHHIH", rest[:12])
        value, rest = rest[12:12 + length], rest[12 + length:]
        answers.append(str(ipaddress.ip_address(value)) if len(value) in (4, 16) else plain_name(value))
    return sorted(answers)


def plain_name(value):
    parts = []
    while value and 0 < value[0] < 64:
        parts.append(value[1:1 + value[0]].decode())
        value = value[1 + value[0]:]
    return ".".join(parts)


class World:
    def __init__(self, module, work):
        self.spaces, self.work = {}, work
        self.macs = dict(re.findall(r'tap = "(\S+)";\n\s*mac = "(\S+)";', module)) | {"tap-guest": "52:54:00:00:00:77"}
        host = self.host = self.space("host")
        host.run("sysctl", "-qw", "net.ipv4.conf.all.forwarding=1", "net.ipv6.conf.all.forwarding=1")
        host.run("nft", "-f", "-", stdin=text_of(module, 'networkFilter = pkgs.writeText "nixvirt.nft"'))
        for bridge, addresses in BRIDGES.items():
            host.shell(f"ip link add {bridge} type bridge; sysctl -qw net.ipv6.conf.{bridge}.accept_ra=0")
            for address in addresses:
                host.run("ip", "address", "add", address, "dev", bridge, "nodad")
            host.run("ip", "link", "set", bridge, "up")
        settings = work / "dnsmasq.conf"
        settings.write_text(text_of(module, '"nixvirt-dnsmasq.conf"').replace("/var/lib/nixvirt-dnsmasq", str(work)))
        self.server = subprocess.Popen(
            ["ip", "netns", "exec", host.full, shutil.which("dnsmasq") or "/usr/sbin/dnsmasq", "--keep-in-foreground",
             f"--conf-file={settings}", "--user=root", f"--pid-file={work}/pid"], stderr=subprocess.PIPE)
        for name, (bridge, tap) in GUESTS.items():
            guest = self.space(name)
            guest.run("sysctl", "-qw", "net.ipv6.conf.default.accept_ra=2", "net.ipv6.conf.default.autoconf=1")
            guest.run("ip", "link", "add", "eth0", "address", self.macs[tap], "type", "veth", "peer", "name", tap, "netns", host.full)
            host.run("ip", "link", "set", tap, "master", bridge, "up")
            guest.run("ip", "link", "set", "eth0", "up")

    def space(self, name):
        self.spaces[name] = Space(name)
        return self.spaces[name]

    def mac(self, name):
        return self.macs[GUESTS[name][1]]

    def configured(self, name):
        """The addresses that a guest made of router advertisements, and whether it has a route by one."""
        shown = self.spaces[name].run("ip", "-6", "-oneline", "address", "show", "dev", "eth0", "scope", "global").stdout
        route = self.spaces[name].run("ip", "-6", "route", "show", "default").stdout
        return re.findall(r"inet6 (\S+)/", shown), "via fe80" in route and "proto ra" in route

    def close(self):
        self.server.kill()
        self.server.wait()
        for space in self.spaces.values():
            space.delete()


def test(world):
    host, web, cloud, guest = (world.spaces[name] for name in ("host", *GUESTS))
    made, routed = until(lambda: (seen := world.configured("guest"))[1] and seen[0] and seen) or world.configured("guest")
    check("a router advertisement gives a guest a route and an address of the network's prefix",
          routed and len(made) == 1 and made[0].startswith("fde9:524f:42a6:"), (made, routed))
    until(lambda: world.configured("web")[1])
    made, routed = world.configured("web")
    check("on a network with fixed addresses, it gives a route alone", routed and not made, (made, routed))
    # Names of fixed addresses do not wait for DHCP.
    web.run("ip", "address", "add", "10.78.0.10/24", "dev", "eth0")
    web.run("ip", "address", "add", "fd78::10/64", "dev", "eth0", "nodad")
    names = (("web.shop.internal", 1, ["10.78.0.10"]), ("web.shop.internal", 28, ["fd78::10"]),
             ("cloud.shop.internal", 1, ["10.78.0.20"]), ("nobody.shop.internal", 1, []),
             (ipaddress.ip_address("10.78.0.10").reverse_pointer, 12, ["web.shop.internal"]),
             (ipaddress.ip_address("fd78::10").reverse_pointer, 12, ["web.shop.internal"]))
    for space, server in ((web, "10.78.0.1"), (web, "fd78::1"), (host, "10.78.0.1"), (host, "fd78::1")):
        for name, kind, expected in names:
            seen = ask(space, server, name, kind)
            who = "the host" if space is host else "a guest"
            check(f"{who} asks {server} for {name}, type {kind}", seen == expected, seen)
    address, options = dhcp4(web, world.mac("web"))
    check("DHCP gives a guest its fixed address", address == "10.78.0.10", address)
    check("with the host as router and name server", (options.get("router"), options.get("name_server")) == ("10.78.0.1",) * 2, options)
    address, _ = dhcp4(cloud, world.mac("cloud"), name="web")
    check("and another guest another one", address == "10.78.0.20", address)
    address, _ = dhcp4(guest, world.mac("guest"), name="printer")
    check("a guest without a fixed address gets one of the upper half",
          address and ipaddress.ip_address("10.80.1.0") <= ipaddress.ip_address(address), address)
    seen = ask(host, "10.80.0.1", "printer.spare.internal", 1)
    check("and does not get the name that it asks for", seen == [], seen)
    address = dhcp6(web, world.mac("web"))
    check("DHCPv6 gives a guest its fixed address", address == "fd78::10", address)
    address = dhcp6(guest, world.mac("guest"))
    check("and another guest one of the network", address and address.startswith("fde9:524f:42a6::1:"), address)


def main():
    for name in leftovers():
        run("ip", "netns", "delete", name, check=False)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        world = World(pathlib.Path(sys.argv[1]).read_text(), pathlib.Path(work))
        try:
            test(world)
        finally:
            world.close()
    print(f"{failed} failed, {time.monotonic() - started:.1f} s")
    sys.exit(1 if failed else 0)


main()
