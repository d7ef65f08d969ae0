"""A host: a real systemd in namespaces of its own, with the units of a module."""

import os
import pathlib
import re
import shutil
import subprocess
import time

from . import network
from .report import Failed, wait_for
from .store import HERE, evaluate, write
from .units import Units

GIVEN_USERS = {"root": 0, "nobody": 65534}
GIVEN_GROUPS = {"root": 0, "nogroup": 65534, "kvm": 104, "render": 105, "input": 106, "sgx": 107} | {
    name: number for number, name in enumerate(
        ["tty", "disk", "kmem", "dialout", "video", "audio", "lp", "cdrom", "tape", "floppy"], 5)
}


def cgroup_mount():
    """Where this machine has cgroup2."""
    for line in pathlib.Path("/proc/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return pathlib.Path(place)
    raise Failed("cgroup2 is not mounted")


class Host:
    def __init__(self, work, store, name, device="", nics=()):
        self.directory = work / "hosts" / name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.store = store
        self.name = name
        self.device = device
        self.nics = nics
        self.process = None
        self.outside = None
        self.neighbour = None
        self.neighbour_ports = {}
        (self.directory / "var/lib").mkdir(parents=True)
        (self.directory / "var/tmp").mkdir(mode=0o1777)
        (self.directory / "var/run").symlink_to("../run")
        self.guests = self.directory / "var/lib/guests"

    # What a rebuild does.

    def configure(self, module):
        """Writes /etc as the module says. A running systemd reads its units anew."""
        config = evaluate(module, self.store)
        etc = self.directory / "etc"
        for part in ("systemd/system", "systemd/scripts"):
            shutil.rmtree(etc / part, ignore_errors=True)
        units = Units(etc / "systemd/system", self.store)
        units.directory.mkdir(parents=True)
        systemd = config.get("systemd", {})
        emitted = systemd.get("services", {})
        devices = network.services(config, emitted)
        for name, settings in {**emitted, **devices}.items():
            units.service(name, settings)
        for name, settings in systemd.get("sockets", {}).items():
            units.socket(name, settings)
        self._files(etc, config.get("environment", {}).get("etc", {}))
        self._users(etc, config.get("users", {}))
        self._own_units(units, config)
        write(etc / "sysctl.conf", "\n".join(network.kernel_parameters(config)) + "\n")
        write(etc / "machine-id", "0123456789abcdef0123456789abcdef\n")
        write(etc / "nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files\n")
        write(etc / "hostname", f"{self.name}\n")
        hosts = {"127.0.0.1": ["localhost"], "::1": ["localhost"], **config.get("networking", {}).get("hosts", {})}
        write(etc / "hosts", "".join(f"{address} {' '.join(names)}\n" for address, names in hosts.items()))
        write(etc / "systemd/journald.conf", "[Journal]\nStorage=volatile\nRateLimitBurst=0\n")
        if self.process:
            self.systemctl("daemon-reload")
        return config

    def make_directories(self, config):
        """Runs systemd-tmpfiles, as a boot and a rebuild do."""
        lines = [f"{kind} {path} {rule.get('mode', '-')} {rule.get('user', '-')} {rule.get('group', '-')}\n"
                 for rules in config["systemd"]["tmpfiles"]["settings"].values()
                 for path, kinds in rules.items() for kind, rule in kinds.items()]
        write(self.directory / "etc/tmpfiles.d/nixvirt.conf", "".join(lines))
        result = self.run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/nixvirt.conf")
        if result.returncode:
            raise Failed(f"systemd-tmpfiles failed: {result.stderr}")

    def _files(self, etc, files):
        """What NixOS links in /etc."""
        shutil.rmtree(etc / "nixvirt", ignore_errors=True)
        for name, settings in files.items():
            if "text" in settings:
                write(etc / name, settings["text"])
            else:
                (etc / name).parent.mkdir(parents=True, exist_ok=True)
                (etc / name).symlink_to(settings["source"])

    def _users(self, etc, users):
        numbers = {name: 900 + n for n, name in enumerate(sorted(users.get("users", {})))}
        accounts = {**GIVEN_USERS, **numbers}
        groups = {**GIVEN_GROUPS, **{name: 900 + n for n, name in enumerate(sorted(users.get("groups", {})))}}
        passwd = ""
        for name, number in accounts.items():
            group = users.get("users", {}).get(name, {}).get("group", name if name in groups else "nogroup")
            passwd += f"{name}:x:{number}:{groups[group]}::/{'root' if name == 'root' else ''}:/bin/sh\n"
        write(etc / "passwd", passwd)
        write(etc / "group", "".join(f"{name}:x:{number}:\n" for name, number in groups.items()))
        write(etc / "shadow", "".join(f"{name}:!:1::::::\n" for name in accounts), 0o600)

    def _own_units(self, units, config):
        """What a host has besides the module's units."""
        directory = units.directory
        wants = directory / "sysinit.target.wants"
        wants.mkdir(exist_ok=True)
        for unit in ("systemd-journald.service", "systemd-udevd.service"):
            (wants / unit).symlink_to(f"/usr/lib/systemd/system/{unit}")
        (directory / "default.target").symlink_to("/usr/lib/systemd/system/multi-user.target")
        wants = directory / "multi-user.target.wants"
        wants.mkdir(exist_ok=True)
        (wants / "network.target").symlink_to("/usr/lib/systemd/system/network.target")
        rules = self.directory / "etc/nftables.conf"
        write(rules, "table inet host\ndelete table inet host\n" + network.firewall(config))
        units.service("host-network", network.device(
            "ip link set lo up\n/usr/sbin/sysctl -qp /etc/sysctl.conf\n/usr/sbin/nft -f /etc/nftables.conf"
        ) | {"after": [f"{name}-netdev.service" for name in config.get("networking", {}).get("bridges", {})]})

    # Its life.

    def boot(self, autostart=()):
        """Starts systemd. Guests start by themselves only if they are named."""
        self._autostart(autostart)
        self.cgroup = cgroup_mount() / f"nixvirt-e2e-{os.getpid()}-{self.name}"
        self.cgroup.mkdir(exist_ok=True)
        procs = self.cgroup / "cgroup.procs"
        self.log = open(self.directory / "systemd.log", "w")
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--pid", "--mount", "--net", "--uts", "--ipc", "--cgroup", "--fork",
             "--kill-child", HERE / "host/start", self.directory, self.store.directory,
             self.device, *self.nics],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
            preexec_fn=lambda: procs.write_text(str(os.getpid())),
        )
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        # The parent of PID 1 dies with this program, and PID 1 with it.
        self.pid = int(wait_for("systemd starts", 10, lambda: children.read_text().split(), 0.05)[0])
        wait_for("systemd answers", 30, lambda: self.systemctl("is-system-running").stdout.strip()
                 in ("running", "degraded"))
        failed = self.systemctl("list-units", "--failed", "--no-legend", "--plain").stdout
        if failed:
            raise Failed(f"units of the host failed: {failed} {self.run('journalctl', '-n40').stdout}")

    def _autostart(self, names):
        wants = self.directory / "etc/systemd/system/multi-user.target.wants"
        for unit in wants.glob("qemu-guest-*"):
            if unit.stem.removeprefix("qemu-guest-") not in names:
                unit.unlink()

    def power_cut(self):
        """Ends everything at once."""
        if self.process:
            for other in filter(None, (self.outside, self.neighbour)):
                other.kill()
                other.wait()
            self.outside = self.neighbour = None
            self.neighbour_ports = {}
            os.kill(self.pid, 9)
            self.process.wait()
            self.process = None
            self.log.close()
            for directory, _, _ in os.walk(self.cgroup, topdown=False):
                for _ in range(20):
                    try:
                        os.rmdir(directory)
                        break
                    except OSError:
                        time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.power_cut()

    def connect_outside(self, script):
        """Another machine, a network namespace where the script runs: it has the other ends of the
        NICs, under their names with "-peer"."""
        self.outside = self._other_machine()
        for nic in self.nics:
            subprocess.run(["nsenter", f"--target={self.pid}", "--net", "ip", "link", "set", f"{nic}-peer",
                            "netns", str(self.outside.pid)], check=True)
            self.in_network("ip", "link", "set", nic, "up")
        result = self.outside_run("bash", "-ec", script)
        if result.returncode:
            raise Failed(f"the outside cannot be set up: {result.stderr}")

    def _other_machine(self):
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )
        own = os.readlink("/proc/self/ns/net")
        wait_for("a namespace", 5, lambda: os.readlink(f"/proc/{process.pid}/ns/net") != own)
        return process

    def neighbour_on(self, bridge):
        """The interface of a machine that has a port on each bridge: the suite looks at guests from there."""
        if not self.neighbour:
            self.neighbour = self._other_machine()
            self.as_neighbour("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0")
        number = self.neighbour_ports.setdefault(bridge, len(self.neighbour_ports))
        port, own = f"suite{number}", f"eth{number}"
        if self.in_network("ip", "link", "show", "dev", port).returncode:
            # The highest address of its bridge, as a tap's.
            self.in_network("ip", "link", "add", "name", port, "address", f"fe:ff:00:00:00:{number:02x}", "type",
                            "veth", "peer", "name", own, "netns", str(self.neighbour.pid))
            self.as_neighbour("ip", "link", "set", "dev", own, "up")
        self.in_network("ip", "link", "set", "dev", port, "master", bridge)
        self.in_network("ip", "link", "set", "dev", port, "up")
        return own

    def as_neighbour(self, *command, timeout=60):
        return subprocess.run(["nsenter", f"--target={self.neighbour.pid}", "--net", *command], timeout=timeout,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def outside_run(self, *command):
        return subprocess.run(["nsenter", f"--target={self.outside.pid}", "--net", *command],
                              capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)

    # Looking at it.

    def run(self, *command, timeout=60, text=None):
        """Runs a program inside, with a text as its input."""
        given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
        return subprocess.run(
            ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--net", "--uts", "--ipc",
             "--cgroup", "--root", "--wd", *command],
            capture_output=True, text=True, timeout=timeout, **given,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SYSTEMD_PAGER": ""},
        )

    def in_network(self, *command, timeout=60):
        """Runs a program of this machine in the host's network."""
        return subprocess.run(["nsenter", f"--target={self.pid}", "--net", *command], timeout=timeout,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def systemctl(self, *arguments, timeout=300):
        return self.run("systemctl", "--no-pager", *arguments, timeout=timeout)

    def state(self, unit, *properties):
        """Properties of a unit, as text."""
        shown = self.systemctl("show", unit, "--property=" + ",".join(properties)).stdout
        found = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
        return found[properties[0]] if len(properties) == 1 else [found.get(each) for each in properties]

    def journal(self, unit):
        return self.run("journalctl", "--no-pager", "-o", "cat", "-u", unit).stdout

    def path(self, inside):
        """A file of the host, as this machine sees it."""
        return pathlib.Path(f"/proc/{self.pid}/root{inside}")

    def user_id(self, unit):
        """The number of the user that a unit runs as."""
        text = (self.directory / "etc/systemd/system" / unit).read_text()
        name = re.search(r"^User=(.*)$", text, re.M)[1]
        passwd = (self.directory / "etc/passwd").read_text()
        return int(re.search(rf"^{name}:x:(\d+):", passwd, re.M)[1])

    def processes(self, pattern):
        """Ids of processes of the host, in this machine's numbers, by their command lines."""
        found = []
        for directory, _, files in os.walk(self.cgroup):
            if "cgroup.procs" not in files:
                continue
            for number in (pathlib.Path(directory) / "cgroup.procs").read_text().split():
                try:
                    line = pathlib.Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                if re.search(pattern, line):
                    found.append(int(number))
        return found
