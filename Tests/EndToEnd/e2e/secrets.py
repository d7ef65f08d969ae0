"""Secrets: files of the host that reach a guest, and nothing else."""

import pathlib
import subprocess

from .report import wait_for

GUEST = """
  alice = {
    install = "store"; memory = "256m"; diskSize = "512m"; restart = "no";
    secrets = { token = "/var/lib/secrets/token"; "a.b_c" = "/var/lib/secrets/it's 5%s"; };
  };
"""
CREDENTIALS = "/sys/firmware/qemu_fw_cfg/by_name/opt/io.systemd.credentials"


def secrets(lab):
    report = lab.report
    with lab.host("secrets") as host:
        config = host.configure(lab.generate("secrets", GUEST))
        folder = host.directory / "var/lib/secrets"
        folder.mkdir(mode=0o700)

        def write(name, content):
            (folder / name).touch(mode=0o400)
            (folder / name).write_bytes(content)

        write("token", b"first-secret-of-alice")
        binary = bytes(range(256)) * 1200
        write("it's 5%s", binary)
        host.boot()
        alice = lab.guest(host, config, "alice")
        result = alice.start()
        report.require("a guest with secrets starts", result.returncode == 0, host.journal(alice.unit)[-2000:])
        alice.wait_for_ssh()
        # systemd in the guest makes credentials of these files.
        seen = alice.ssh(f"cat {CREDENTIALS}/token/raw").stdout
        report.check("the guest reads its secret", seen == "first-secret-of-alice", seen)
        digest = subprocess.run(["sha256sum"], input=binary, capture_output=True).stdout[:64].decode()
        seen = alice.ssh(f"sha256sum {CREDENTIALS}/a.b_c/raw").stdout[:64]
        report.check("and one of 300 KiB of any bytes, from a file with a strange name", seen == digest, seen)
        _check_hidden(report, host, lab, config, "first-secret-of-alice")

        user = str(host.user_id(alice.unit))
        read = host.run("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "cat",
                        "/var/lib/secrets/token")
        report.check("the guest's user cannot read the file", "Permission denied" in read.stderr, read)
        read = host.run("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "cat",
                        f"/run/credentials/{alice.unit}/token")
        report.check("nor can others read the copy of its unit", "Permission denied" in read.stderr, read)

        write("token", b"second-secret-of-alice")
        seen = alice.ssh(f"cat {CREDENTIALS}/token/raw").stdout
        report.check("a changed file does not reach a guest that runs", seen == "first-secret-of-alice", seen)
        host.systemctl("restart", alice.unit, timeout=120)
        alice.wait_for_ssh()
        seen = alice.ssh(f"cat {CREDENTIALS}/token/raw").stdout
        report.check("its next start takes the new one", seen == "second-secret-of-alice", seen)
        alice.stop()

        (folder / "token").unlink()
        journal = _fails(host, alice)
        wanted = "The secret token cannot be handed over: /var/lib/secrets/token is missing or empty"
        report.check("without the file the unit fails, and names it", wanted in journal, journal[-600:])
        write("token", b"")
        journal = _fails(host, alice)
        report.check("an empty file is refused, too", journal.count(wanted) == 2, journal[-600:])
        write("token", b"x" * (1 << 20 | 1))
        journal = _fails(host, alice)
        report.check("a file larger than 1 MiB is refused by systemd", "status=243/CREDENTIALS" in journal,
                     journal[-600:])
        write("token", b"third-secret-of-alice")
        host.systemctl("reset-failed", alice.unit)
        alice.start()
        alice.wait_for_ssh()
        report.check("with the file back it starts", True)
        alice.stop()


def _fails(host, guest):
    """Starts a guest that cannot start. Returns the unit's journal."""
    guest.start()
    wait_for("the unit fails", 10, lambda: host.state(guest.unit, "ActiveState") == "failed", 0.1)
    return host.journal(guest.unit)


def _check_hidden(report, host, lab, config, secret):
    """The secret is nowhere on the host but in its file and in the unit's copy."""
    found = []
    for number in host.processes("."):
        for name in ("cmdline", "environ"):
            if secret.encode() in pathlib.Path(f"/proc/{number}/{name}").read_bytes():
                found.append((number, name))
    report.check("no process has it in its arguments or its environment", not found, found)
    search = subprocess.run(["grep", "-rlF", secret, lab.store.directory, host.directory / "etc"],
                            capture_output=True, text=True)
    report.check("nor is it in the store or in /etc", search.returncode == 1, search)
    program = config["environment"]["systemPackages"][0] + "/bin/nixvirt-guest"
    unit = host.systemctl("show", "qemu-guest-alice.service").stdout
    printed = [host.run(program, "state", "--json").stdout, host.run(program, "list").stdout,
               host.run("journalctl", "--no-pager", "-o", "verbose").stdout, unit]
    report.check("nor in the state, the list, the journal and the unit",
                 all(len(each) > 50 and secret not in each for each in printed), [len(each) for each in printed])
    guests = subprocess.run(["grep", "-rlF", secret, host.guests], capture_output=True, text=True)
    report.check("nor in the guests' directories", guests.returncode == 1, guests)
