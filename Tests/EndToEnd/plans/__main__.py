"""Runs a plan's script on three hosts, with faults, and compares the disks."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from plans import replication
from plans.hosts import PARTS, PROGRAMS, SYSTEMCTL, Host, contents

COMMON = 'networks.lan.uplink = "eno1"; defaults = { diskSize = "64m"; install = "none"; };'
OLD = f"""{{ {COMMON} hosts = {{
  a.guests = {{ web = {{ tpm = true; }}; mail = {{ }}; }};
  b.guests = {{ db.disks.data = {{ size = "32m"; }}; }};
  c.guests.log = {{ }};
}}; }}
"""
# web and db change their hosts, mail its name, log its directory, and db a format.
NEW = f"""{{ {COMMON} hosts = {{
  a.guests = {{ db.disks.data = {{ size = "32m"; format = "raw"; }}; post.formerly = "mail"; }};
  b.guests = {{ web = {{ tpm = true; }}; }};
  c = {{ host.stateDir = "/srv/guests"; guests.log = {{ }}; }};
}}; }}
"""
BEFORE = {"a": ["web", "mail"], "b": ["db"], "c": ["log"]}
AFTER = {"a": ["db", "post"], "b": ["web"], "c": ["log"]}

failures = 0


def check(text, passed, more=""):
    global failures
    failures += not passed
    print(f"{'ok' if passed else 'FAILED'}: {text}{'' if passed else f': {more}'}", flush=True)


class World:
    def __init__(self, work):
        self.work = work
        (work / "bin").mkdir()
        (work / "ssh").mkdir()
        tool = "\n".join((PROGRAMS / f"guest-{part}.py").read_text() for part in PARTS)
        self.program("nixvirt-guest", "#!/usr/bin/python3 -I\n" + tool)
        self.program("systemctl", SYSTEMCTL)
        self.program("deploy-host", f"#!/bin/sh\nPYTHONPATH={os.environ['PYTHONPATH']} exec python3 -m plans"
                     f" switch {work} \"$1\"\n")
        for key in ("key", "host"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / "ssh" / key)], check=True)
        names = ["a", "b", "c"]
        (work / "ssh/config").write_text("".join(
            f"Host {name}\n  HostName 127.0.77.{number}\n" for number, name in enumerate(names, 1))
            + f"Host *\n  Port 2222\n  IdentityFile {work}/ssh/key\n  StrictHostKeyChecking no\n"
              "  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n")
        self.hosts = {name: Host(work, number, name) for number, name in enumerate(names, 1)}
        (work / "old.nix").write_text(OLD)
        (work / "new.nix").write_text(NEW)
        for host in self.hosts.values():
            host.start(work)
            self.switch(host, "old")

    def program(self, name, text):
        (self.work / "bin" / name).write_text(text)
        (self.work / "bin" / name).chmod(0o755)

    def switch(self, host, which):
        """What a switch does: new guests are known and started, others end."""
        shown = json.loads(subprocess.run([os.environ["NIXVIRT"], "show", "--format", "json", "--host", host.name,
                                           str(self.work / f"{which}.nix")], capture_output=True, check=True).stdout)
        directory = "/srv/guests" if which == "new" and host.name == "c" else "/var/lib/guests"
        guests = {}
        for guest in shown["guests"]:
            raw = which == "new" and guest["name"] == "db"
            disks = [{"serial": "root", "file": "root.qcow2", "size": "64m"}]
            if guest["name"] == "db":
                disks.append({"serial": "data", "file": "data.raw" if raw else "data.qcow2", "size": "32m"})
            guests[guest["name"]] = {"user": "root", "disks": disks, "interfaces": []}
        (host.folder / "etc/guests.json").write_text(json.dumps({"stateDir": directory, "guests": guests}))
        wants = host.folder / "systemd/multi-user.target.wants"
        for unit in wants.iterdir():
            unit.unlink()
        for name in guests:
            (wants / f"qemu-guest-{name}.service").touch()
        for name in host.running - set(guests):
            host.run(f"systemctl stop qemu-guest-{name}")
        host.run("systemctl start " + " ".join(f"qemu-guest-{name}" for name in guests))

    def fill(self):
        """Real disks, with contents of their own, and a TPM's state."""
        self.contents = {}
        for host, names in BEFORE.items():
            for name in names:
                folder = self.hosts[host].path(f"/var/lib/guests/{name}")
                for file, size in [("root", "64M")] + [("data", "32M")] * (name == "db"):
                    disk = folder / f"{file}.qcow2"
                    pattern = 1 + sum(f"{name}{file}".encode()) % 254
                    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", str(disk), size], check=True)
                    subprocess.run(["qemu-io", "-c", f"write -q -P {pattern} 1M 3M", str(disk)], check=True)
                    self.contents[f"{name}/{file}"] = contents(disk)
                    (folder / f".{file}.qcow2.known").touch()
        tpm = self.hosts["a"].path("/var/lib/guests/web/tpm")
        tpm.mkdir()
        (tpm / "state").write_text("secret")

    def plan(self):
        script = subprocess.run([os.environ["NIXVIRT"], "plan", "--format=sh", "old.nix", "new.nix"], cwd=self.work,
                                capture_output=True, text=True, check=True).stdout
        (self.work / "plan.sh").write_text(script)
        checked = subprocess.run(["shellcheck", str(self.work / "plan.sh")], capture_output=True, text=True) \
            if shutil.which("shellcheck") else None
        if checked:
            check("shellcheck accepts the script", checked.returncode == 0, checked.stdout)

    def go(self):
        environment = os.environ | {"DEPLOY": str(self.work / "bin/deploy-host"),
                                    "NIX_SSHOPTS": f"-F {self.work}/ssh/config"}
        return subprocess.run(["bash", str(self.work / "plan.sh")], env=environment, capture_output=True, text=True)

    def done(self):
        return (self.work / "plan.sh.done").read_text().split("\n")[1:-1]

    def is_safe(self, text):
        """Nothing runs twice, and nothing runs with a blank disk."""
        running = [name for host in self.hosts.values() for name in host.running]
        blank = [str(file.relative_to(self.work)) for file in self.work.glob("*/*/guests/*/*")
                 if file.suffix in (".qcow2", ".raw") and file.stat().st_size == 5]
        check(f"{text}: nothing runs twice or with a blank disk", len(running) == len(set(running)) and not blank,
              f"{sorted(running)} {blank}")


def faults(world):
    a, b, c = (world.hosts[name] for name in "abc")
    # A guest that does not stop is not copied.
    (a.folder / "run/stuck").touch()
    (b.folder / "run/stuck").touch()
    failed = world.go()
    check("the script stops at a guest that does not stop", failed.returncode == 1 and "failed" in failed.stderr,
          failed.stdout + failed.stderr)
    stuck = b if "db" in b.running else a
    done = world.done()
    check("nothing was copied from it", not any(step.startswith("copy/") for step in done), done)
    for host in (a, b):
        (host.folder / "run/stuck").unlink()
    # A host is switched out of order: it has no files of the guest that comes.
    world.switch(a, "new")
    world.is_safe("a switch out of order")
    world.switch(a, "old")
    # The connection to the host that files come from or go to is lost.
    stuck.stop()
    failed = world.go()
    check("the script stops when a host is away", failed.returncode == 1, failed.stdout + failed.stderr)
    stuck.start(world.work)
    # No room on the other host.
    a.run("mkdir -p /var/lib/guests/db && mount -t tmpfs -o size=1m tmpfs /var/lib/guests/db")
    failed = world.go()
    check("the script stops when the other host is full", failed.returncode == 1 and "space" in failed.stderr,
          failed.stdout + failed.stderr)
    a.run("umount /var/lib/guests/db")
    for host in world.hosts.values():
        host.reboot()
    world.is_safe("all hosts rebooted half way")


def main():
    with tempfile.TemporaryDirectory(prefix="nixvirt-plans-") as folder:
        os.chmod(folder, 0o755)
        world = World(pathlib.Path(folder))
        try:
            for host in world.hosts.values():
                for unit in (host.folder / "run/units").iterdir():
                    unit.unlink()
            world.fill()
            for host in world.hosts.values():
                host.reboot()
            check("the guests run where they were",
                  {name: sorted(host.running) for name, host in world.hosts.items()}
                  == {name: sorted(names) for name, names in BEFORE.items()})
            world.plan()
            faults(world)
            finished = world.go()
            check("the script goes on where it stopped, to the end",
                  finished.returncode == 0 and "The plan is done." in finished.stdout,
                  finished.stdout + finished.stderr)
            compare(world)
            check("done steps are not done again", "copy/" not in world.go().stdout)
            for host in world.hosts.values():
                host.reboot()
            world.is_safe("all hosts rebooted at the end")
        finally:
            for host in world.hosts.values():
                host.stop()
    replication.run(check)
    print(f"plans: {'all checks passed' if not failures else f'{failures} checks failed'}")
    sys.exit(failures > 0)


def compare(world):
    running = {name: sorted(host.running) for name, host in world.hosts.items()}
    check("the guests run where they are to be", running == {name: sorted(names) for name, names in AFTER.items()},
          running)
    places = {"web/root": ("b", "/var/lib/guests/web/root.qcow2"), "db/root": ("a", "/var/lib/guests/db/root.qcow2"),
              "db/data": ("a", "/var/lib/guests/db/data.raw"), "mail/root": ("a", "/var/lib/guests/post/root.qcow2"),
              "log/root": ("c", "/srv/guests/log/root.qcow2")}
    for disk, (host, path) in places.items():
        file = world.hosts[host].path(path)
        same = file.exists() and file.stat().st_size != 5 and contents(file) == world.contents[disk]
        check(f"{host}:{path} has the contents of {disk}", same)
        check(f"{host}:{path} is sparse", file.stat().st_blocks * 512 < 8 << 20, file.stat().st_blocks)
    check("the TPM's state moved, too", world.hosts["b"].path("/var/lib/guests/web/tpm/state").exists())


if sys.argv[1:2] == ["switch"]:
    # The script's command that switches a host.
    work, name = pathlib.Path(sys.argv[2]), sys.argv[3]
    world = World.__new__(World)
    world.work = work
    host = Host.__new__(Host)
    host.name, host.folder = name, work / name
    world.switch(host, "new")
else:
    main()
