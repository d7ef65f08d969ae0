"""Backups of a guest that runs, by its unit, and restores."""

from .operating import ALICE, _installed, _state, _tool
from .report import wait_for

BACKUP = 'backup = {{ schedule = "{schedule}"; directory = "/var/lib/backups"; }};'
UNIT = "qemu-guest-alice-backup.service"


def backup(lab):
    report = lab.report
    with lab.host("backup") as host:
        more = BACKUP.format(schedule="03:30")
        drill = f'drill = {{ memory = "256m"; diskSize = "1g"; install = "none"; autostart = false; }};'
        config = host.configure(lab.generate("backup", ALICE.format(more=more) + drill))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        directory = host.path("/var/lib/backups")
        directory.mkdir()
        _installed(lab, alice)
        alice.ssh("echo precious >/root/data; sync")

        def run():
            result = host.systemctl("start", UNIT)
            return result.returncode == 0, (result.stderr, host.journal(UNIT)[-800:])

        report.check("a full backup by the unit", *run())
        report.check("the journal tells of it", "alice: full backup" in host.journal(UNIT), host.journal(UNIT))
        report.check("the list shows its age", "s ago" in _state(tool, "alice"), _state(tool, "alice"))
        report.check("a timer makes more", "qemu-guest-alice-backup.timer" in
                     host.run("systemctl", "list-timers", "--all", "--no-pager").stdout)
        mode = oct((directory / "alice").stat().st_mode & 0o777)
        report.check("only root reads it", mode == "0o700", mode)

        # A guest that writes as fast as it can.
        alice.ssh("echo second >/root/data; sync; (while :; do dd if=/dev/urandom of=/root/noise bs=64k count=200; done)"
                  " >/dev/null 2>&1 & sleep 1")
        report.check("an increment of a guest that writes", *run())
        report.check("it is one", "alice: increment" in host.journal(UNIT), host.journal(UNIT)[-800:])
        left = [each for each in alice.files() if each.startswith(".backup")]
        report.check("the guest's directory is as before", left == [], alice.files())
        report.check("and the guest runs", alice.ssh("cat /root/data").stdout == "second\n")
        result = tool("verify", "alice")
        report.check("it can be verified", result.returncode == 0 and result.stdout.count("as it was backed up") == 2,
                     result)

        # The tool is killed.
        complete = sorted(each.name for each in (directory / "alice").iterdir())
        host.systemctl("start", "--no-block", UNIT)
        wait_for("it is being made", 20, lambda: [each for each in (directory / "alice").iterdir() if each.name.startswith(".")])
        host.systemctl("kill", "--kill-whom=main", "--signal=KILL", UNIT)
        wait_for("it has failed", 20, lambda: host.state(UNIT, "ActiveState") == "failed")
        report.check("a backup that is killed shows in the list", "failed" in _state(tool, "alice"), _state(tool, "alice"))
        names = sorted(each.name for each in (directory / "alice").iterdir() if not each.name.startswith("."))
        report.check("nothing half has a final name", names == complete, names)
        left = [each for each in alice.files() if each.startswith(".backup")]
        report.check("what it began in QEMU is ended", left == [], alice.files())
        report.check("the next one is made", *run())

        # Into another guest, and back.
        alice.ssh("echo third >/root/data; sync")
        host.systemctl("start", "qemu-guest-drill.service")
        host.systemctl("kill", "--signal=KILL", "qemu-guest-drill.service")
        host.systemctl("stop", "qemu-guest-drill.service")
        result = tool("restore", "--as=drill", "alice")
        report.check("a restore under another name, while the guest runs", result.returncode == 0, result)
        other = lab.guest(host, config, "drill")
        other.start()
        other.wait_for_ssh()
        data = other.ssh("cat /root/data").stdout
        report.check("that guest boots with the data", data == "second\n", data)
        report.check("refused while it runs", "stop it first" in tool("restore", "alice").stderr)
        other.stop()
        alice.stop()
        result = tool("restore", "alice")
        report.check("a restore", result.returncode == 0, result)
        alice.start()
        alice.wait_for_ssh()
        data = alice.ssh("cat /root/data").stdout
        report.check("it boots with the data of the backup", data == "second\n", data)
        report.check("a backup after it is full", run()[0] and host.journal(UNIT).rstrip().rpartition("\n")[2].count("full")
                     or host.journal(UNIT).count("alice: full backup") == 2, host.journal(UNIT)[-800:])
        alice.stop()
        report.check("a backup of a guest that is off", *run())
