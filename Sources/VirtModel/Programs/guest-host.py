"""nixvirt-guest: what an operator does with the guests of this host. `nixvirt-guest help` lists it."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import termios
import time
import tty

DESCRIBED = "/etc/nixvirt/guests.json"
RUNNING = "/nix/var/nix/gcroots/nixvirt"
# name: (arguments, what it does)
COMMANDS = {
    "list": ("", "Show every guest: state, uptime, memory, addresses, and what waits for a restart."),
    "start": ("NAME...", "Start guests, also those that failed too often. A new guest is installed first."),
    "stop": ("NAME...", "Ask guests to power off, and wait until they are off."),
    "restart": ("NAME... | --pending", "Restart guests one after the other; --pending: all that list shows as pending."),
    "resume": ("NAME...", "Continue guests that are paused, for example since the disk was full."),
    "reset": ("NAME...", "Reset guests at once, like the reset button: what they have not written is lost."),
    "console": ("[--raw] NAME", "Attach to the serial console; leave with Ctrl-]. --raw does not filter control sequences."),
    "ip": ("NAME", "Print the addresses that the host knows of a guest."),
    "vnc": ("NAME", "Print where the display of a guest is."),
    "state": ("--json", "Print what is on this host, for `nixvirt plan --against`."),
    "check-space": ("", "Warn if disks can grow larger than the file system they are on."),
    "help": ("", "Print this list."),
}


class Refused(Exception):
    pass


def plain(text, limit=200):
    """Text that a guest may have made, as a line for a terminal."""
    return "".join(c if " " <= c <= "~" else "?" for c in str(text))[:limit]


def run(*command, check=False):
    result = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if check and result.returncode:
        raise Refused(result.stderr.strip() or f"{command[0]} failed")
    return result.stdout


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return None


class Host:
    def __init__(self):
        with open(DESCRIBED) as file:
            self.described = json.load(file)
        self.guests = self.described["guests"]

    def named(self, names):
        if not names:
            raise Refused("which guest? `nixvirt-guest list` shows them")
        for name in names:
            if name not in self.guests:
                raise Refused(f"there is no guest {plain(name)!r}; `nixvirt-guest list` shows them")
        return names

    # What systemd knows, in one question.

    def units(self):
        keys = "Id,ActiveState,SubState,Result,NRestarts,MemoryCurrent,MainPID,StatusText,ActiveEnterTimestampMonotonic"
        shown = run("systemctl", "show", "--property", keys, "qemu-guest-*.service")
        blocks = (dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
                  for block in shown.split("\n\n"))
        return {block["Id"]: block for block in blocks if "Id" in block}

    def state(self, name, units):
        """One line for a person, and whether its QEMU runs."""
        def of(part):
            return units.get(f"qemu-guest-{name}{part}.service", {})
        main, install = of(""), of("-install")
        active = main.get("ActiveState", "inactive")
        if active == "active":
            return plain(of("-monitor").get("StatusText") or "running"), True
        if install.get("ActiveState") in ("active", "activating"):
            return f"installing: {plain(install.get('StatusText') or 'starting')}", False
        if active == "activating" and main.get("SubState") == "auto-restart":
            return f"waits to start again ({main.get('NRestarts')} tries)", False
        if active in ("activating", "deactivating"):
            return {"activating": "starting", "deactivating": "stopping"}[active], active == "deactivating"
        if install.get("ActiveState") == "failed":
            return f"installation failed ({plain(install.get('Result'))})", False
        if active == "failed" and main.get("Result") == "start-limit-hit":
            return "failed too often, gave up", False
        return (f"failed ({plain(main.get('Result'))})" if active == "failed" else "off"), False

    def pending(self, name):
        """What of a running guest is older than what the host has for it now."""
        old, new = link(f"{RUNNING}/{name}"), os.path.realpath(f"/etc/nixvirt/guests/{name}")
        if not old or old == new:
            return []
        def definition(path):
            try:
                with open(f"{path}/definition") as file:
                    return file.read()
            except OSError:
                return None
        reasons = []
        if definition(old) != definition(new):
            reasons.append("definition")
        if link(f"{old}/qemu") != link(f"{new}/qemu"):
            reasons.append("QEMU")
        return reasons

    def addresses(self):
        """Addresses by MAC address, those of the network first."""
        found = {}
        for entry in json.loads(run("ip", "-json", "neighbour", "show") or "[]"):
            if "lladdr" in entry and "FAILED" not in entry.get("state", []):
                found.setdefault(entry["lladdr"].lower(), set()).add(entry["dst"])
        return {mac: sorted(those, key=lambda each: (each.startswith("fe80"), ":" in each, each))
                for mac, those in found.items()}

    def addresses_of(self, name, known):
        return [each for card in self.guests[name]["interfaces"] for each in known.get(card["mac"].lower(), [])]

    # The guest's monitor, over a socket that only root can make or reach.

    def connect(self, name, request):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(5)
        try:
            connection.connect(f"/run/guests/{name}.monitor.sock")
            connection.sendall(json.dumps(request).encode() + b"\n")
            data = b""
            while b"\n" not in data and len(data) < 1 << 20:
                more = connection.recv(1 << 16)
                if not more:
                    break
                data += more
            line, rest = data.split(b"\n", 1)
            answer = json.loads(line)
        except (OSError, ValueError):
            raise Refused(f"{name} does not answer; is it running?") from None
        if "error" in answer:
            raise Refused(f"{name}: {plain(answer['error'].get('desc'))}")
        return connection, answer.get("return"), rest

    def ask(self, name, command):
        connection, answer, _ = self.connect(name, command)
        connection.close()
        return answer
