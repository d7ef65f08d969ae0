"""A guest's replica on another host: real backups of a real disk over a real SSH, and a failover by the commands
that `nixvirt plan --failover` prints."""

import json
import os
import pathlib
import pwd
import subprocess
import tempfile

from plans.hosts import PROGRAMS, SYSTEMCTL, Host, contents

PARTS = ["host", "commands", "hold", "console", "state", "agent", "disks", "nbd", "backup", "archive", "take", "restore",
         "verify", "main", "run"]
FLEET = """{ networks.lan.uplink = "eno1"; hosts = {
  a.guests = {
    web = {
      diskSize = "64m"; install = "none"; backup = { schedule = "daily"; directory = "/srv/backups"; };
      replicate = { to = "b"; schedule = "hourly"; sshKey = "/etc/nixvirt/key"; };
    };
    cache = { diskSize = "64m"; install = "none"; };
  };
  b = { };
}; }
"""
GUEST = {"user": "nobody", "diskSize": "64m", "disks": [], "interfaces": [],
         "backup": {"directory": "/srv/backups", "keep": {"count": 14}}}


class World:
    def __init__(self, work):
        self.work = work
        (work / "bin").mkdir()
        (work / "ssh").mkdir()
        tool = "\n".join((PROGRAMS / f"guest-{part}.py").read_text() for part in PARTS)
        self.program("nixvirt-guest", "#!/usr/bin/python3 -I\n" + tool)
        self.program("systemctl", SYSTEMCTL)
        self.program("replicate-guest", "#!/usr/bin/env bash\nset -euo pipefail\n"
                     + (PROGRAMS / "replicate-guest.sh").read_text())
        for key in ("key", "host"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / "ssh" / key)], check=True)
        (work / "ssh/config").write_text("".join(
            f"Host {name}\n  HostName 127.0.77.{number}\n" for number, name in enumerate("ab", 1))
            + f"Host *\n  Port 2222\n  IdentityFile {work}/ssh/key\n  StrictHostKeyChecking no\n"
              "  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n")
        self.a, self.b = (Host(work, number, name) for number, name in enumerate("ab", 1))
        for host, guests in ((self.a, {"web": GUEST}), (self.b, {})):
            self.describe(host, guests)
            (host.folder / "srv/backups").mkdir()
            (host.folder / "etc/key").write_bytes((work / "ssh/key").read_bytes())
            (host.folder / "etc/key").chmod(0o600)
            host.start(work)
        self.directory = self.a.path("/var/lib/guests/web")
        self.directory.mkdir(parents=True)
        self.disk = self.directory / "root.qcow2"
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", str(self.disk), "64M"], check=True)

    def program(self, name, text):
        (self.work / "bin" / name).write_text(text)
        (self.work / "bin" / name).chmod(0o755)

    def describe(self, host, guests):
        (host.folder / "etc/guests.json").write_text(json.dumps(
            {"stateDir": "/var/lib/guests", "hardening": {}, "guests": guests}))
        for name in guests:
            (host.folder / f"systemd/multi-user.target.wants/qemu-guest-{name}.service").touch()

    def write(self, pattern, place):
        subprocess.run(["qemu-io", "-c", f"write -q -P {pattern} {place}M 2M", str(self.disk)], check=True)
        user = pwd.getpwnam("nobody")
        for path in (self.directory, self.disk):
            os.chown(path, user.pw_uid, user.pw_gid)

    def replicate(self):
        return self.a.run("replicate-guest web /srv/backups b /etc/nixvirt/key", check=False)

    def replicas(self):
        folder = self.b.folder / "srv/backups/web"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def failover(self):
        (self.work / "fleet.nix").write_text(FLEET)
        words = [os.environ["NIXVIRT"], "plan", "--failover=a", "--format=json", str(self.work / "fleet.nix")]
        return json.loads(subprocess.run(words, capture_output=True, check=True).stdout)

    def step(self, command):
        """Runs a command of the plan, with the keys of this lab."""
        command = command.replace("ssh ", f"ssh -F {self.work}/ssh/config ", 1)
        return subprocess.run(["bash", "-c", command], capture_output=True, text=True)


def run(check):
    with tempfile.TemporaryDirectory(prefix="nixvirt-replica-") as folder:
        os.chmod(folder, 0o755)
        world = World(pathlib.Path(folder))
        try:
            replicate(world, check)
            take_over(world, check)
        finally:
            for host in (world.a, world.b):
                host.stop()


def replicate(world, check):
    world.write(17, 1)
    first = world.replicate()
    check("a backup is made and sent", first.returncode == 0 and len(world.replicas()) == 1, first.stdout + first.stderr)
    sent = world.replicas()
    world.write(23, 5)
    world.content = contents(world.disk)
    # Backups are named by their seconds.
    subprocess.run(["sleep", "1.1"], check=True)
    second = world.replicate()
    check("the next one follows it", second.returncode == 0 and len(world.replicas()) == 2
          and set(sent) < set(world.replicas()), second.stdout + second.stderr)
    sent = world.replicas()
    world.b.stop()
    world.write(29, 9)
    subprocess.run(["sleep", "1.1"], check=True)
    failed = world.replicate()
    check("a replication to a host that is away fails", failed.returncode != 0, failed.stdout)
    world.b.start(world.work)
    check("and leaves the replica as it was", world.replicas() == sent, world.replicas())


def take_over(world, check):
    plan = world.failover()
    check("the plan knows which guests have a replica",
          [each["guest"] for each in plan["replicas"]] == ["web"] and plan["withoutReplica"] == ["cache"], plan)
    world.a.stop()
    steps = [step for step in plan["steps"] if step["command"]]
    age, expect, switch, restore, release, hold = (step["command"] for step in steps)
    told = world.step(age)
    check("the age of the replica is printed", told.returncode == 0 and told.stdout.startswith(f"web: {world.replicas()[-1]}, ")
          and told.stdout.endswith("minutes old\n"), told.stdout + told.stderr)
    check("the guest is kept off", world.step(expect).returncode == 0)
    check("the host is switched by the usual command", switch.startswith("nixos-rebuild switch --flake .#b "), switch)
    world.describe(world.b, {"web": GUEST})
    world.b.run("systemctl start qemu-guest-web")
    check("the switch starts nothing", world.b.running == set() and not world.b.path("/var/lib/guests/web").exists())
    refused = world.step(release)
    check("the guest is not released without its disk", refused.returncode != 0 and world.b.running == set(), refused.stderr)
    restored = world.step(restore)
    check("the replica is restored", restored.returncode == 0, restored.stdout + restored.stderr)
    check("the guest starts", world.step(release).returncode == 0 and world.b.running == {"web"})
    disk = world.b.path("/var/lib/guests/web/root.qcow2")
    check("with the contents of the last replica", disk.exists() and contents(disk) == world.content)
    world.a.start(world.work)
    kept = world.a.run(hold, check=False)
    world.a.reboot()
    check("the old host keeps its copy off", "web" not in world.a.running, kept.stdout + kept.stderr)
