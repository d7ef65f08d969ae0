"""What a scenario works with: descriptions, hosts, guests."""

import json
import os
import pathlib
import shutil
import subprocess

from .guest import Guest
from .host import Host
from .report import fatal
from .store import write


class Lab:
    def __init__(self, work, store, report, nixvirt):
        self.work = work
        self.store = store
        self.report = report
        self.nixvirt = nixvirt
        self.accel = os.environ.get("E2E_ACCEL", "tcg")
        self.disk = work / "installed.qcow2"
        self.disk.unlink(missing_ok=True)
        self.key = self._make_key("key")
        self.other_key = self._make_key("other-key")

    def _make_key(self, name):
        key = self.work / "keys" / name
        if not key.exists():
            key.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key],
                           check=True)
        return key

    def generate(self, name, guests, networks='lan.bridge = "br-lan";', accel=None, key=None, host=""):
        """The module of a description, made by nixvirt. guests, networks, host: Nix."""
        folder = self.work / "descriptions" / name
        public = pathlib.Path(f"{key or self.key}.pub").read_text().strip()
        write(
            folder / "guests.nix",
            f'{{\n  host = {{ name = "host"; accel = "{accel or self.accel}"; sshKeys = [ "{public}" ]; {host} }};\n'
            f"  networks = {{ {networks} }};\n  guests = {{ {guests} }};\n}}\n",
        )
        result = subprocess.run([self.nixvirt, "generate", "guests.nix", "-o", "virtual.nix"],
                                cwd=folder, capture_output=True, text=True)
        if result.returncode:
            fatal(f"nixvirt refuses the description of {name}: {result.stderr}")
        return folder / "virtual.nix"

    def host(self, name, device=None, nics=()):
        if device is None:
            device = "kvm" if self.accel == "kvm" else ""
        return Host(self.work, self.store, name, device, nics)

    def keep_disk(self, guest):
        """Keeps the disk of a guest that is off, for give_disk."""
        shutil.copy(guest.directory / "root.qcow2", self.disk)

    def give_disk(self, guest):
        """The guest gets a disk that was installed in this run, if there is one. Otherwise its own
        first start installs it."""
        if self.disk.exists():
            user = guest.host.user_id(guest.unit)
            guest.directory.mkdir(parents=True, mode=0o700)
            os.chown(guest.directory, user, user)
            copy = shutil.copy(self.disk, guest.directory / "root.qcow2")
            os.chmod(copy, 0o600)
            os.chown(copy, user, user)

    def guest(self, host, config, name):
        """A guest by the module's data, with its first interface."""
        described = json.loads(config["environment"]["etc"]["nixvirt/guests.json"]["text"])
        interface = described["guests"][name]["interfaces"][0]
        return Guest(host, name, (interface["bridge"], interface["mac"]), self.key)
