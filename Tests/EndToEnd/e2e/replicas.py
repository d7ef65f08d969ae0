"""A guest that is replicated to another host by its unit, with the rights that the unit has, and a failover."""

import json
import os
import pathlib
import shlex
import subprocess
import time

from .operating import _state, _tool
from .report import fatal, wait_for
from .store import write

UNIT = "qemu-guest-alice-replicate.service"
BACKUPS = "/var/lib/backups"
DISK = "root.qcow2"
ALICE = f"""alice = {{ memory = "64m"; install = "none"; diskSize = "64m"; shutdownTimeout = 2;
  backup = {{ schedule = "daily"; directory = "{BACKUPS}"; }};
  replicate = {{ to = "beta"; schedule = "hourly"; }};
}};"""
SERVER = ["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-h", "/etc/ssh/ssh_host_ed25519_key", "-o", "UsePAM=no",
          "-o", "PermitRootLogin=prohibit-password", "-o", "AuthorizedKeysFile=/etc/ssh/authorized_keys", "-o",
          "PidFile=none"]


def _modules(lab, name, alpha="", beta=""):
    """The modules of a fleet with these guests."""
    folder = lab.work / "descriptions" / name
    host = f'host.accel = "{lab.accel}"; networks.lan.bridge = "br-lan";'
    write(folder / "guests.nix", f"{{ hosts = {{ alpha = {{ {host} guests = {{ {alpha} }}; }};"
          f" beta = {{ {host} guests = {{ {beta} }}; }}; }}; }}\n")
    result = subprocess.run([lab.nixvirt, "generate", "guests.nix", "-o", "virtual"], cwd=folder, capture_output=True,
                            text=True)
    if result.returncode:
        fatal(f"nixvirt refuses the fleet {name}: {result.stderr}")
    return folder


def _log_in(lab, alpha, beta):
    """Alpha may log in to beta as docs/fleets.md has it: with its own host key, and with beta's in its known hosts."""
    for host in (alpha, beta):
        key = host.directory / "etc/ssh/ssh_host_ed25519_key"
        if not key.exists():
            key.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"root@{host.name}", "-f", key], check=True)
    public = {host: (host.directory / "etc/ssh/ssh_host_ed25519_key.pub").read_text() for host in (alpha, beta)}
    write(beta.directory / "etc/ssh/authorized_keys", f"restrict {public[alpha]}", 0o600)
    write(alpha.directory / "etc/ssh/ssh_known_hosts", f"beta {public[beta]}")
    with open(alpha.directory / "etc/hosts", "a") as file:
        file.write("10.44.0.2 beta\n")
    # The user of sshd, and a root without a password that is not locked.
    with open(beta.directory / "etc/passwd", "a") as file:
        file.write("sshd:x:80:65534::/run/sshd:/usr/sbin/nologin\n")
    shadow = beta.directory / "etc/shadow"
    shadow.write_text(shadow.read_text().replace("root:!:", "root:*:"))


def _connect(alpha, beta):
    alpha.in_network("ip", "link", "set", "link0-peer", "netns", str(beta.pid), "name", "link0")
    for number, host in enumerate((alpha, beta), 1):
        host.in_network("ip", "address", "add", f"10.44.0.{number}/24", "dev", "link0")
        host.in_network("ip", "link", "set", "link0", "up")


def _serve(beta):
    beta.run("mkdir", "-p", "/run/sshd")
    beta.run("systemd-run", "--unit=sshd", "--collect", *SERVER)
    wait_for("sshd listens", 10, lambda: beta.in_network("ss", "-Hltn", "sport = :22").stdout)


def _files(directory):
    """Every file below a directory, with its contents."""
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def _fill(alice, host, pattern, place, random=0):
    """Writes to the guest's disk while the guest is off, and starts it."""
    alice.stop()
    disk = host.path(f"/var/lib/guests/alice/{DISK}")
    write = f"write -q -P {pattern} {place}M 2M"
    if random:
        noise = host.directory / "noise"
        noise.write_bytes(os.urandom(random << 20))
        write = f"write -q -s {noise} {place}M {random}M"
    subprocess.run(["qemu-io", "-c", write, str(disk)], check=True)
    alice.start()


def _contents(disk):
    raw = pathlib.Path(f"{disk}.compare")
    subprocess.run(["qemu-img", "convert", "-U", "-O", "raw", str(disk), str(raw)], check=True)
    try:
        return raw.read_bytes()
    finally:
        raw.unlink()


def replica(lab):
    report = lab.report
    folder = _modules(lab, "replica", alpha=ALICE)
    with lab.host("beta") as beta, lab.host("alpha", nics=("link0",)) as alpha:
        config = alpha.configure(folder / "virtual/alpha.nix")
        beta.configure(folder / "virtual/beta.nix")
        _log_in(lab, alpha, beta)
        for host in (alpha, beta):
            host.boot()
            host.path(BACKUPS).mkdir()
        _connect(alpha, beta)
        _serve(beta)
        alice, there, here = lab.guest(alpha, config, "alice"), beta.path(f"{BACKUPS}/alice"), alpha.path(f"{BACKUPS}/alice")
        report.require("the guest runs", alice.start().returncode == 0, alpha.journal(alice.unit)[-800:])
        _fill(alice, alpha, 17, 1)

        def run(timeout=120):
            result = alpha.systemctl("start", UNIT, timeout=timeout)
            return result.returncode, (result.stderr, alpha.journal(UNIT)[-1500:])

        status, more = run()
        report.check("the unit makes a backup and sends it", status == 0 and len(list(there.iterdir())) == 1, more)
        report.check("the replica is the backup, byte for byte", there.exists() and _files(there) == _files(here))
        mode = oct(there.stat().st_mode & 0o777) if there.exists() else None
        report.check("only root reads it", mode == "0o700" and there.stat().st_uid == 0, mode)
        bounds = alpha.state(UNIT, "CapabilityBoundingSet").split()
        report.check("with five capabilities", bounds == ["cap_dac_override", "cap_kill", "cap_setgid", "cap_setuid", "cap_setpcap"],
                     bounds)
        report.check("a timer makes more", "qemu-guest-alice-replicate.timer" in
                     alpha.run("systemctl", "list-timers", "--all", "--no-pager").stdout)
        report.check("the guest runs on", alpha.state(alice.unit, "ActiveState") == "active")
        _fill(alice, alpha, 23, 5)
        status, more = run()
        report.check("the next one follows", status == 0 and len(list(there.iterdir())) == 2 and _files(there) == _files(here),
                     more)
        content = _away(report, alpha, beta, alice, there, here, run)
        newest = max(name.split("/")[0] for name in _files(there) if "/.~tmp~/" not in name and name.endswith("/manifest.json"))
        age = _fail_over(lab, alpha, beta, folder, content)
        report.check("the age is that of the last whole copy", age.startswith(f"alice: {newest}, "), age)


def _away(report, alpha, beta, alice, there, here, run):
    """Whatever keeps a copy from its end, the replica before stays as it was. Gives the contents of the last one."""

    def cut_off():
        """Ends a copy in the middle: the link is slow, and the server is killed."""
        before = _files(there)
        _fill(alice, alpha, 0, 8, random=24)
        alpha.in_network("tc", "qdisc", "add", "dev", "link0", "root", "tbf", "rate", "16mbit", "burst", "32k", "latency", "50ms")
        alpha.systemctl("start", "--no-block", UNIT)
        wait_for("a part is there", 60, lambda: set(_files(there)) - set(before))
        beta.systemctl("kill", "--signal=KILL", "sshd.service")
        wait_for("the unit ends", 60, lambda: alpha.state(UNIT, "ActiveState") in ("failed", "inactive"))
        alpha.in_network("tc", "qdisc", "del", "dev", "link0", "root")
        return before

    def is_as(before):
        """Parts of a new backup may be there, but not its manifest."""
        now = _files(there)
        return {name: now.get(name) for name in before} == before and not any(
            name.endswith("/manifest.json") and ".~tmp~" not in name for name in set(now) - set(before))

    before = cut_off()
    report.check("a copy that is cut off fails", alpha.state(UNIT, "ActiveState") == "failed", alpha.journal(UNIT)[-800:])
    report.check("and leaves the replica before as it was", is_as(before), sorted(_files(there)))
    status, more = run()
    report.check("without a server it fails", status != 0 and "Connection refused" in more[1], more)
    _serve(beta)
    status, more = run()
    report.check("the next copy is whole, and no parts are left", status == 0 and _files(there) == _files(here), more)
    content = _contents(alpha.path(f"/var/lib/guests/alice/{DISK}"))
    before = cut_off()
    beta.in_network("ip", "link", "set", "link0", "down")
    started = time.monotonic()
    status, more = run()
    report.check("when the host is away it fails", status != 0 and "beta" in more[1] and time.monotonic() - started < 90, more)
    report.check("and the replica is as it was", is_as(before), sorted(_files(there)))
    report.check("the guest runs all the time", alpha.state(alice.unit, "ActiveState") == "active")
    beta.in_network("ip", "link", "set", "link0", "up")
    _serve(beta)
    return content


def _fail_over(lab, alpha, beta, folder, content):
    """By the commands of the plan, on the host that has the replica."""
    report = lab.report
    shown = subprocess.run([lab.nixvirt, "plan", "--failover=alpha", "--format=json", folder / "guests.nix"],
                           capture_output=True, check=True)
    commands = [step["command"] for step in json.loads(shown.stdout)["steps"] if step["command"]]
    alpha.power_cut()
    results = []
    config = None
    for command in commands:
        if command.startswith("nixos-rebuild switch --flake .#beta"):
            module = _modules(lab, "replica-after", beta=ALICE) / "virtual/beta.nix"
            config = beta.configure(module)
            beta.run("systemctl", "start", "multi-user.target")
            report.check("the switch starts nothing", beta.state("qemu-guest-alice.service", "ActiveState") != "active")
        elif command.startswith("ssh root@beta "):
            path = f"PATH={config['environment']['systemPackages'][0]}/bin:$PATH; " if config else ""
            results.append(beta.run("bash", "-c", path + shlex.split(command)[2], timeout=120))
    report.check("every command of the failover works", len(results) == 4 and not any(each.returncode for each in results),
                 [commands, results])
    alice = lab.guest(beta, config, "alice")
    report.check("the guest runs on the other host", beta.state(alice.unit, "ActiveState") == "active",
                 (_state(_tool(beta, config), "alice"), beta.journal(alice.unit)[-800:]))
    alice.stop()
    report.check("with the contents of the last replica",
                 _contents(beta.path(f"/var/lib/guests/alice/{DISK}")) == content)
    return results[0].stdout
