"""What a packet does: connections, datagrams, echo requests, and frames that are made by hand."""

import contextlib
import random
import select
import socket
import struct
import threading
import time

TCP_PORTS = (22, 25, 53, 80, 443, 5432, 9999)
UDP_PORTS = (53, 6000, 6003, 9999)
LIMIT = 0.7


class Servers:
    """Answers on some ports of every address of some namespaces."""

    def __init__(self, spaces):
        self.poll = select.epoll()
        self.sockets = {}
        for space in spaces:
            with space.inside():
                for port in TCP_PORTS:
                    self._add(space, socket.SOCK_STREAM, port)
                for port in UDP_PORTS:
                    self._add(space, socket.SOCK_DGRAM, port)
        threading.Thread(target=self._serve, daemon=True).start()

    def _add(self, space, kind, port):
        server = socket.socket(socket.AF_INET6, kind)
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            server.listen(64)
        server.setblocking(False)
        self.sockets[server.fileno()] = (server, kind, space.name)
        self.poll.register(server.fileno(), select.EPOLLIN)

    def _serve(self):
        while True:
            for number, _ in self.poll.poll():
                server, kind, name = self.sockets[number]
                with contextlib.suppress(OSError):
                    if kind == socket.SOCK_STREAM:
                        peer, address = server.accept()
                        peer.settimeout(LIMIT)
                        peer.sendall(f"{name} {address[0].removeprefix('::ffff:')}".encode())
                        peer.close()
                    else:
                        _, address = server.recvfrom(2048)
                        server.sendto(f"{name} {address[0].removeprefix('::ffff:')}".encode(), address)


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def place(space, address, port):
    """An address with its port; of a link-local one, with the number of the interface."""
    if not address.startswith("fe80:"):
        return (address, port)
    with space.inside():
        return (address, port, 0, socket.if_nametoindex("eth0"))


def tcp(space, address, port):
    """Who answers a connection, and for whom it takes the client; None for nobody."""
    with space.inside():
        client = socket.socket(family(address), socket.SOCK_STREAM)
    with client:
        client.settimeout(LIMIT)
        try:
            client.connect(place(space, address, port))
            return client.recv(64).decode() or None
        except OSError:
            return None


def udp(space, address, port):
    with space.inside():
        client = socket.socket(family(address), socket.SOCK_DGRAM)
    with client:
        client.settimeout(LIMIT)
        try:
            client.sendto(b"question", place(space, address, port))
            return client.recv(64).decode()
        except OSError:
            return None


def tell(space, address, port, words):
    """Sends a datagram, and waits for nothing."""
    with space.inside():
        client = socket.socket(family(address), socket.SOCK_DGRAM)
    with client, contextlib.suppress(OSError):
        client.sendto(words, place(space, address, port))


def ping(space, address):
    """An echo request, and whether it is answered."""
    version6 = ":" in address
    protocol = socket.IPPROTO_ICMPV6 if version6 else socket.IPPROTO_ICMP
    with space.inside():
        client = socket.socket(family(address), socket.SOCK_RAW, protocol)
    with client:
        mark = random.randrange(1, 0x10000)
        kind, answer = (128, 129) if version6 else (8, 0)
        packet = struct.pack("!BBHHH", kind, 0, 0, mark, 1)
        if not version6:
            total = sum(struct.unpack("!4H", packet))
            total = (total >> 16) + (total & 0xFFFF)
            packet = struct.pack("!BBHHH", kind, 0, ~total & 0xFFFF, mark, 1)
        try:
            client.sendto(packet, (address, 0))
        except OSError:
            return False
        end = time.monotonic() + LIMIT
        while (left := end - time.monotonic()) > 0:
            client.settimeout(left)
            try:
                data, source = client.recvfrom(2048)
            except OSError:
                return False
            body = data if version6 else data[(data[0] & 15) * 4:]
            if body[0] == answer and struct.unpack("!H", body[4:6])[0] == mark and source[0] == address:
                return True
        return False


class Sniffer:
    """Sees frames at a place, whoever they are for."""

    def __init__(self, space, interface=None):
        with space.inside():
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            if interface:
                self.socket.bind((interface, 0))

    def sees(self, token, limit=LIMIT):
        with self.socket:
            end = time.monotonic() + limit
            while (left := end - time.monotonic()) > 0:
                self.socket.settimeout(left)
                try:
                    frame, (_, _, kind, *_) = self.socket.recvfrom(65535)
                except TimeoutError:
                    return False
                if kind != socket.PACKET_OUTGOING and token in frame:
                    return True
            return False


def send(space, frame, interface="eth0"):
    with space.inside():
        sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    with sender:
        sender.bind((interface, 0))
        sender.send(frame)
