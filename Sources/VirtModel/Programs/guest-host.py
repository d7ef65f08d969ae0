"""nixvirt-guest: what an operator does with the guests of this host. `nixvirt-guest help` lists it."""

import codecs, json, os, pwd, re, select, shlex, signal, socket, stat, subprocess, sys, termios, time, tty

RUNNING = "/nix/var/nix/gcroots/nixvirt"
GROUPS = "/sys/fs/cgroup/system.slice"
MORE_COMMANDS, MORE_COLUMNS, MORE_CALLS = {}, {}, {}
MORE_ADDRESSES, MORE_LOGINS = [], []


class Refused(Exception):
    pass


def plain(text):
    """Text that a guest may have made, as a line for a terminal."""
    return "".join(c if " " <= c <= "~" else "?" for c in str(text))[:200]


def run(*command, timeout=None):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout).stdout


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return None


def content(path):
    """A text file of root's; None if it is not there."""
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return None


class Host:
    def __init__(self):
        with open("/etc/nixvirt/guests.json") as file:
            described = json.load(file)
        self.guests, self.state_directory = described["guests"], described["stateDir"]
        self.hardening = described.get("hardening", {})

    def check(self, names):
        if not names:
            raise Refused("which guest? `nixvirt-guest list` shows them")
        for name in names:
            if name not in self.guests:
                raise Refused(f"there is no guest {plain(name)!r}; `nixvirt-guest list` shows them")

    def units(self, details=False):
        """What systemd knows of guests; of the services that run, no more than that, unless details are asked for.

        To show a unit takes it milliseconds, and to ask about one that is not loaded would load it."""
        listed = json.loads(run("systemctl", "list-units", "--all", "--output=json", "qemu-guest-*.service") or "[]")
        services = {f"qemu-guest-{name}.service" for name in self.guests}
        helpers = {f"qemu-guest-{name}-{part}.service" for name in self.guests for part in ("monitor", "install", "backup")}
        active = {each["unit"]: each["active"] for each in listed if each["unit"] in services | helpers}
        shown = [unit for unit, state in active.items()
                 if state != "inactive" and (details or unit in helpers or state != "active")]
        return {unit: {"ActiveState": state} for unit, state in active.items()} | self.show(shown)

    def show(self, units):
        if not units:
            return {}
        keys = "Id,ActiveState,SubState,Result,NRestarts,MainPID,StatusText"
        shown = run("systemctl", "show", "--property", keys, *units)
        blocks = (dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
                  for block in shown.split("\n\n"))
        return {block["Id"]: block for block in blocks if "Id" in block}

    def state(self, name, units):
        """One line for a person, and whether its QEMU runs."""
        main, install, monitor = (units.get(f"qemu-guest-{name}{part}.service", {})
                                  for part in ("", "-install", "-monitor"))
        active = main.get("ActiveState", "inactive")
        if active == "active":
            return plain(monitor.get("StatusText") or "running"), True
        if install.get("ActiveState") in ("active", "activating"):
            return f"installing: {plain(install.get('StatusText') or 'starting')}", False
        if active == "activating" and main.get("SubState") == "auto-restart":
            return f"waits to start again ({main.get('NRestarts')} tries)", False
        if active in ("activating", "deactivating"):
            return {"activating": "starting", "deactivating": "stopping"}[active], active == "deactivating"
        if held := content(f"{HELD}/{name}"):
            return f"held: {plain(held)}", False
        if install.get("ActiveState") == "failed":
            return f"installation failed ({plain(install.get('Result'))})", False
        if active == "failed" and main.get("Result") == "start-limit-hit":
            return "failed too often, gave up", False
        return (f"failed ({plain(main.get('Result'))})" if active == "failed" else "off"), False

    def uptime(self, name):
        """For how many seconds a guest has run."""
        stats = [content(f"/proc/{pid}/stat") for pid in (content(f"{GROUPS}/qemu-guest-{name}.service/cgroup.procs") or "").split()]
        # proc_pid_stat(5): the 22nd field. The name before it, in parentheses, is QEMU's own choice.
        starts = [int(each.rpartition(")")[2].split()[19]) for each in stats if each]
        return int(time.clock_gettime(time.CLOCK_BOOTTIME) - min(starts) / os.sysconf("SC_CLK_TCK")) if starts else None

    def memory(self, name):
        """How many bytes of memory a guest has; None without the kernel's memory controller."""
        used = content(f"{GROUPS}/qemu-guest-{name}.service/memory.current")
        return used and int(used)

    def pending(self, name):
        """What of a running guest is older than what the host has for it now."""
        old, new = link(f"{RUNNING}/{name}"), os.path.realpath(f"/etc/nixvirt/guests/{name}")
        if not old or old == new:
            return []

        return (["definition"] * (content(f"{old}/definition") != content(f"{new}/definition"))
                + ["QEMU"] * (link(f"{old}/qemu") != link(f"{new}/qemu"))
                + ["system"] * (link(f"{old}/system") != link(f"{new}/system")))

    def addresses(self, names):
        """Addresses by MAC address, those of the network first; what guests say themselves is behind them."""
        found = {}
        for entry in json.loads(run("ip", "-json", "neighbour", "show") or "[]"):
            if "lladdr" in entry and "FAILED" not in entry.get("state", []):
                found.setdefault(entry["lladdr"].lower(), set()).add(entry["dst"])
        for line in (content("/var/lib/nixvirt-dnsmasq/leases") or "").splitlines():
            # When it ends, MAC address, address, name, client: leases of IPv6 have no MAC address.
            if match := re.fullmatch(r"(\d{1,19}) ([0-9a-f:]{17}) ([0-9.]{7,15}) \S+ \S+", line):
                if int(match[1]) > time.time():
                    found.setdefault(match[2], set()).add(match[3])
        result = {mac: sorted(those, key=lambda each: (each.startswith("fe80"), ":" in each, each))
                  for mac, those in found.items()}
        for add in MORE_ADDRESSES:
            add(self, names, result)
        return result

    def addresses_of(self, name, known):
        """The addresses of a guest, the fixed ones of each card first."""
        result = []
        for card in self.guests[name]["interfaces"]:
            fixed = [card[key].split("/")[0] for key in ("address", "address6") if key in card]
            result += fixed + [each for each in known.get(card["mac"].lower(), []) if each not in fixed]
        return result

    def connect(self, name, request, seconds=5):
        """Asks a guest's monitor, over a socket that only root can make or reach."""
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        data = b""
        try:
            connection.connect(f"/run/guests/{name}.monitor.sock")
            connection.sendall(json.dumps(request).encode() + b"\n")
            while b"\n" not in data and len(data) < 1 << 20 and (more := connection.recv(1 << 16)):
                data += more
            line, rest = data.split(b"\n", 1)
            answer = json.loads(line)
        except (OSError, ValueError, RecursionError):
            raise Refused(f"{name} does not answer; is it running?") from None
        if not isinstance(answer, dict):
            raise Refused(f"{name} does not answer as QEMU does: restart it")
        if "error" in answer:
            error = answer["error"]
            raise Refused(f"{name}: {plain(error.get('desc') if isinstance(error, dict) else error)}")
        return connection, answer.get("return"), rest

    def ask(self, name, command):
        """What QEMU answers to a command that answers with a set."""
        connection, answer, _ = self.connect(name, command)
        connection.close()
        return answer if isinstance(answer, dict) else {}
