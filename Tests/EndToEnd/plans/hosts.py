"""Hosts that are mount namespaces: each has its own files, an SSH server, and the real nixvirt-guest over a
systemctl that keeps account of units in files."""

import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / "Sources/VirtModel/Programs"
PARTS = ["host", "commands", "hold", "console", "state", "main", "run"]

SYSTEMCTL = r"""#!/usr/bin/env bash
# Units are files. A guest that is held does not start; a disk that is missing is made: it is blank.
command=$1
shift
units=()
for word in "$@"; do case $word in --*) ;; *) units+=("${word%.service}") ;; esac; done
case $command in
  is-active) for unit in "${units[@]}"; do [ ! -e "/run/units/$unit" ] || exit 0; done; exit 3 ;;
  stop) [ ! -e /run/stuck ] || exit 1; for unit in "${units[@]}"; do rm -f "/run/units/$unit"; done ;;
  start)
    for unit in "${units[@]}"; do
      name=${unit#qemu-guest-}
      [ "${name%-install}" = "$name" ] && [ ! -s "/var/lib/nixvirt/held/$name" ] || continue
      python3 -I /run/blank.py "$name"
      touch "/run/units/$unit"
    done
    ;;
  show)
    case $* in *LoadState*) echo LoadState=not-found && exit ;; esac
    ;;
  list-units)
    list=
    for unit in /run/units/qemu*; do
      [ ! -e "$unit" ] || list+="${list:+,}{\"unit\":\"${unit##*/}.service\",\"active\":\"active\"}"
    done
    echo "[$list]"
    ;;
esac
exit 0
"""

BLANK = r"""
import json, os, sys
about = json.load(open("/etc/nixvirt/guests.json"))
guest, folder = about["guests"][sys.argv[1]], f'{about["stateDir"]}/{sys.argv[1]}'
os.makedirs(folder, exist_ok=True)
for file in ["root.qcow2", *(disk["file"] for disk in guest.get("disks", []))]:
    if not os.path.exists(f"{folder}/{file}"):
        open(f"{folder}/{file}", "w").write("blank")
"""


class Host:
    def __init__(self, work, number, name):
        self.name, self.address, self.folder = name, f"127.0.77.{number}", work / name
        self.server = None
        for part in ("lib", "run/units", "run/sshd", "etc", "srv", "root", "systemd/multi-user.target.wants"):
            (self.folder / part).mkdir(parents=True)
        os.chmod(self.folder / "run/sshd", 0o755)
        (self.folder / "run/blank.py").write_text(BLANK)
        shutil.copytree(work / "ssh", self.folder / "root/.ssh")

    def start(self, work):
        binds = {"lib": "/var/lib", "run": "/run", "srv": "/srv", "root": "/root", "etc": "/etc/nixvirt",
                 "systemd": "/etc/systemd/system"}
        script = "".join(f"mount --bind {self.folder}/{part} {place}\n" for part, place in binds.items())
        # Where programs in /root and below are needed, they were found before.
        script += (f"exec /usr/sbin/sshd -D -e -f /dev/null -h {work}/ssh/host -o Port=2222"
                   f" -o ListenAddress={self.address} -o PidFile=none -o UsePAM=no -o StrictModes=no"
                   f" -o AuthorizedKeysFile={work}/ssh/key.pub -o PermitRootLogin=prohibit-password"
                   f" -o 'SetEnv=PATH={work}/bin:/usr/sbin:/usr/bin:/sbin:/bin'\n")
        log = open(self.folder / "sshd.log", "ab")
        os.makedirs("/etc/nixvirt", exist_ok=True)
        self.server = subprocess.Popen(["unshare", "--mount", "bash", "-ec", script], stdout=log, stderr=log,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        for _ in range(100):
            if self.run("true", check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit(f"{self.name}: no SSH server: {(self.folder / 'sshd.log').read_text()}")

    def stop(self):
        if self.server:
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait()
            self.server = None

    def run(self, script, check=True):
        return subprocess.run(["ssh", "-F", str(self.folder.parent / "ssh/config"), f"root@{self.name}", script],
                              capture_output=True, text=True, check=check, stdin=subprocess.DEVNULL)

    # What is on it, from outside.

    def path(self, path):
        for place, part in (("/var/lib", "lib"), ("/srv", "srv"), ("/run", "run")):
            if path.startswith(place):
                return self.folder / part / path[len(place) + 1:]
        raise ValueError(path)

    @property
    def running(self):
        return {unit.name.removeprefix("qemu-guest-") for unit in (self.folder / "run/units").iterdir()}

    def reboot(self):
        """Starts what the host has."""
        for unit in (self.folder / "run/units").iterdir():
            unit.unlink()
        wanted = " ".join(unit.name for unit in (self.folder / "systemd/multi-user.target.wants").iterdir())
        if wanted:
            self.run(f"systemctl start {wanted}")


def contents(file):
    """The contents of a disk, whatever its format."""
    raw = f"{file}.compare"
    subprocess.run(["qemu-img", "convert", "-O", "raw", str(file), raw], check=True)
    digest = hashlib.sha256(pathlib.Path(raw).read_bytes()).hexdigest()
    os.unlink(raw)
    return digest
