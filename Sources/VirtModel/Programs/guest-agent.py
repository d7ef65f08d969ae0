# The guest agent of QEMU, as the monitors of guests reach it: what it answers may be anything.

import contextlib, ipaddress

# A guest of containers has many interfaces, and a hostile one has more.
MOST = 64


def answers(host, names, command, seconds=1.5):
    """What the agents of guests answer, all asked at once."""
    open_ones, received, end = {}, {}, time.monotonic() + seconds
    for name in names:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(0.2)
        try:
            connection.connect(f"/run/guests/{name}.monitor.sock")
            connection.sendall(json.dumps({"agent": command, "seconds": 1}).encode() + b"\n")
            open_ones[connection], received[name] = name, b""
        except OSError:
            connection.close()
    while open_ones and (left := end - time.monotonic()) > 0:
        for connection in select.select(list(open_ones), [], [], left)[0]:
            name = open_ones[connection]
            try:
                more = connection.recv(1 << 16)
            except OSError:
                more = b""
            received[name] += more
            if not more or b"\n" in more or len(received[name]) > 1 << 20:
                connection.close()
                del open_ones[connection]
    for connection in open_ones:
        connection.close()
    for name, data in received.items():
        try:
            answer = json.loads(data.split(b"\n", 1)[0])
        except (ValueError, RecursionError):
            continue
        if isinstance(answer, dict) and "return" in answer:
            yield name, answer["return"]


def addresses_from_agents(host, names, found):
    """Adds what agents say about the cards of their own guests, behind what the host knows itself."""
    names = [name for name in names if host.guests[name].get("guestAgent")]
    if os.geteuid() != 0:
        return
    for name, interfaces in answers(host, names, "guest-network-get-interfaces"):
        own = {card["mac"].lower() for card in host.guests[name]["interfaces"]}
        for mac, address in reported(interfaces):
            known = found.setdefault(mac, []) if mac in own else None
            if known is not None and address not in known and len(known) < MOST:
                known.append(address)


def reported(interfaces):
    """MAC addresses and addresses of an agent's answer, as far as it has the form of one."""
    for interface in (interfaces if isinstance(interfaces, list) else [])[:MOST]:
        if not isinstance(interface, dict) or not isinstance(mac := interface.get("hardware-address"), str):
            continue
        listed = interface.get("ip-addresses")
        for item in (listed if isinstance(listed, list) else [])[:MOST]:
            text = item.get("ip-address") if isinstance(item, dict) else None
            try:
                address = ipaddress.ip_address(text) if isinstance(text, str) and "%" not in text else None
            except ValueError:
                continue
            if address and not (address.is_loopback or address.is_multicast or address.is_unspecified):
                yield mac.lower(), str(address)


@contextlib.contextmanager
def frozen(host, name, seconds=10):
    """File systems of a guest that are frozen for as long as the body takes, if its agent does that.

    The guest's monitor thaws them after these seconds, or when this program ends."""
    if not host.guests[name].get("guestAgent"):
        yield
        return
    connection = None
    try:
        connection, _, _ = host.connect(name, {"freeze": seconds}, 30)
    except Refused as reason:
        print(f"<4>{reason}: its file systems are not frozen", flush=True)
    try:
        yield
    finally:
        if connection:
            thaw(connection, name)


def thaw(connection, name):
    data, reason = b"", "the guest does not answer"
    try:
        connection.settimeout(10)
        connection.sendall(b'"thaw"\n')
        while b"\n" not in data and len(data) < 1 << 16 and (more := connection.recv(1 << 12)):
            data += more
        answer = json.loads(data)
        if "return" in answer:
            return
        reason = plain(answer["error"]["desc"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        pass
    finally:
        connection.close()
    print(f"<4>{name}: {reason}", flush=True)


MORE_ADDRESSES.append(addresses_from_agents)
