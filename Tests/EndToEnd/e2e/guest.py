"""A guest, as its operator sees it: SSH, console, QMP, unit."""

import json
import socket
import subprocess
import time

from .report import Failed, wait_for

# GREETED ADDRESS SECONDS: a new connection each time, as the kernel waits longer and longer.
GREETED = """
import socket, sys, time
address, limit = sys.argv[1], time.monotonic() + float(sys.argv[2])
while time.monotonic() < limit:
    try:
        with socket.create_connection((address, 22), 0.25) as connection:
            connection.settimeout(1)
            if connection.recv(4) == b"SSH-":
                sys.exit()
    except OSError:
        time.sleep(0.05)
sys.exit(1)
"""


class Guest:
    def __init__(self, host, name, interface, key):
        """interface: of the evaluated host, where the guest is a neighbour: (bridge, mac)."""
        self.host = host
        self.name = name
        self.bridge, self.mac = interface
        self.key = key
        self.unit = f"qemu-guest-{name}.service"
        self.install_unit = f"qemu-guest-{name}-install.service"
        self.directory = host.guests / name

    # SSH from another port of the bridge, to the address that every guest has, whoever gives it others.
    # The host itself may have no way to it.

    @property
    def address(self):
        parts = [int(part, 16) for part in self.mac.split(":")]
        parts[0] ^= 2
        parts[3:3] = [0xFF, 0xFE]
        words = [f"{parts[n] << 8 | parts[n + 1]:x}" for n in range(0, 8, 2)]
        return f"fe80::{':'.join(words)}%{self.host.neighbour_on(self.bridge)}"

    def ssh(self, command, key=None, timeout=60):
        return self.host.as_neighbour(
            "ssh", "-i", key or self.key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o",
            "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-o", "ConnectTimeout=3", "-F", "none", f"root@{self.address}", command, timeout=timeout,
        )

    def wait_for_ssh(self, seconds=90):
        """Seconds until a command runs in the guest."""
        started = time.monotonic()

        def answers():
            self.last = self.ssh("echo up")
            return self.last.stdout == "up\n"

        try:
            wait_for(f"SSH to {self.name}", seconds, answers, 0.3)
        except Failed as failed:
            raise Failed(
                f"{failed}; ssh: {self.last.stderr.strip()!r}; unit: "
                f"{self.host.state(self.unit, 'ActiveState', 'Result')}; console: {self.console_log()[-300:]!r}"
            ) from None
        return time.monotonic() - started

    def wait_for_port(self, seconds=90):
        """Until its SSH server greets. Finer than a login: its address is known already."""
        link_local, interface = self.address.split("%")
        self.host.as_neighbour("ip", "neighbour", "replace", link_local, "lladdr", self.mac, "dev", interface,
                               "nud", "permanent")
        result = self.host.as_neighbour("python3", "-c", GREETED, self.address, str(seconds), timeout=seconds + 10)
        if result.returncode:
            raise Failed(f"SSH of {self.name}: no greeting within {seconds} s")

    # Its sockets and files.

    def qmp(self, command):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.host.path(f"/run/guests/{self.name}/qmp.sock")))
            stream = connection.makefile("rw")
            stream.readline()
            for name in ("qmp_capabilities", command):
                stream.write(json.dumps({"execute": name}) + "\n")
                stream.flush()
                while "return" not in (answer := json.loads(stream.readline())):
                    if "error" in answer:
                        return answer
            return answer["return"]

    def console(self, line, expected, seconds=10):
        """Types a line at the serial console, and reads until the text is there."""
        seen = b""
        limit = time.monotonic() + seconds
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.host.path(f"/run/guests/{self.name}.monitor.sock")))
            connection.settimeout(0.5)
            connection.sendall(b'"console"\n' + line.encode() + b"\n")
            while expected.encode() not in seen and time.monotonic() < limit:
                try:
                    seen += connection.recv(4096)
                except TimeoutError:
                    pass
        return seen.decode(errors="replace")

    def console_log(self):
        return self._text("console.log")

    def install_log(self):
        return self._text("install.log")

    def _text(self, name):
        try:
            return (self.directory / name).read_text(errors="replace")
        except FileNotFoundError:
            return ""

    def files(self):
        """What is in its directory, without the marks of nixvirt."""
        if not self.directory.exists():
            return []
        return sorted(file.name for file in self.directory.iterdir() if not file.name.startswith("."))

    def disk(self):
        info = subprocess.run(["qemu-img", "info", "-U", "--output=json", self.directory / "root.qcow2"],
                              capture_output=True, text=True)
        return json.loads(info.stdout)

    # Its unit.

    def start(self, timeout=300):
        """Starts the unit, and waits until it runs: it is installed first if it is new."""
        result = self.host.systemctl("start", self.unit, timeout=timeout)
        limit = time.monotonic() + timeout
        while result.returncode == 0 and self.host.state(self.unit, "ActiveState") == "inactive":
            if self.host.state(self.install_unit, "ActiveState") == "failed" or time.monotonic() > limit:
                result.returncode, result.stderr = 1, "it was not installed"
            time.sleep(0.1)
        return result

    def stop(self, timeout=300):
        """Stops the unit. Returns the seconds that it took."""
        started = time.monotonic()
        self.host.systemctl("stop", self.unit, timeout=timeout)
        return time.monotonic() - started
