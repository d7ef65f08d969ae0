"""Backups of a guest that runs, by its unit, and restores."""

import concurrent.futures
import json
import pathlib
import re
import subprocess

from .operating import ALICE, _installed, _state, _tool
from .report import wait_for

BACKUP = 'backup = {{ schedule = "{schedule}"; directory = "/var/lib/backups"; }};'
UNIT = "qemu-guest-alice-backup.service"


def _check_file_system(lab, guest):
    """e2fsck of a guest's root file system, in a copy of its disk: once to replay the journal, once to look."""
    raw, part = lab.work / "restored.raw", lab.work / "restored.part"
    subprocess.run(["qemu-img", "convert", "-f", "qcow2", "-O", "raw", guest.directory / "root.qcow2", raw], check=True)
    table = json.loads(subprocess.run(["sfdisk", "--json", raw], capture_output=True, check=True).stdout)["partitiontable"]
    root = max(table["partitions"], key=lambda each: each["size"])
    subprocess.run(["dd", f"if={raw}", f"of={part}", "bs=512", f"skip={root['start']}", f"count={root['size']}", "conv=sparse",
                    "status=none"], check=True)
    raw.unlink()
    try:
        return [subprocess.run(["e2fsck", *words, part], capture_output=True, text=True) for words in (["-p"], ["-f", "-n"])]
    finally:
        part.unlink()


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

        # A restart of the guest's unit in between: the bitmaps are in the disk.
        report.require("the unit restarts", host.systemctl("restart", alice.unit).returncode == 0, host.journal(alice.unit)[-800:])
        alice.wait_for_ssh()

        # A guest that writes as fast as it can, after files whose checksums are known.
        alice.ssh("mkdir /root/files; for n in $(seq 40); do dd if=/dev/urandom of=/root/files/$n bs=16k count=$n; done 2>/dev/null;"
                  " cd /root; sha256sum files/* >sums; sync")
        alice.ssh("echo second >/root/data; sync; (while :; do dd if=/dev/urandom of=/root/noise bs=64k count=200; done)"
                  " >/dev/null 2>&1 & sleep 1")
        report.check("an increment of a guest that writes", *run())
        report.check("it is one", "alice: increment" in host.journal(UNIT), host.journal(UNIT)[-800:])
        left = [each for each in alice.files() if each.startswith(".backup")]
        report.check("the guest's directory is as before", left == [], alice.files())
        report.check("and the guest runs", alice.ssh("cat /root/data").stdout == "second\n")
        result = tool("verify", "alice", timeout=300)
        report.check("it can be verified", result.returncode == 0 and result.stdout.count("as it was backed up") == 2,
                     result)
        report.check("and boots, while the guest runs", "boots: its console shows" in result.stdout, result)
        report.check("which leaves nothing", not (host.guests / ".alice.verify").exists()
                     and host.state("qemu-guest-alice-verify.service", "LoadState") == "not-found")

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
        # With the commands of docs/backup.md, in their order.
        page = (pathlib.Path(__file__).resolve().parents[3] / "docs/backup.md").read_text()
        section = page.partition("## Practise a restore")[2].partition("## ")[0]
        commands = re.findall(r"`((?:nixvirt-guest|systemctl) [^`]*(?:drill|alice))`", section)
        report.check("the page has a drill", [each.split()[1] for each in commands] ==
                     ["start", "kill", "stop", "restore", "console"], commands)
        for command in commands[:-1]:
            program, *words = command.split()
            result = tool(*words) if program == "nixvirt-guest" else host.run(program, *words)
        report.check("a restore under another name, while the guest runs", result.returncode == 0, result)
        other = lab.guest(host, config, "drill")
        replayed, checked = _check_file_system(lab, other)
        report.check("its file system replays the journal", replayed.returncode in (0, 1), replayed)
        report.check("and has no errors", checked.returncode == 0, checked)
        other.start()
        other.wait_for_ssh()
        sums = other.ssh("cd /root && sha256sum -c sums | grep -c OK").stdout
        report.check("files that were written before the backup are whole", sums == "40\n", sums)
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
        alice.ssh("rm -f /root/noise; sync; fstrim / || true")
        alice.stop()
        report.check("a backup of a guest that is off", *run())
        _started_meanwhile(report, host, alice, tool, host.path("/var/lib/others"))


def _started_meanwhile(report, host, alice, tool, directory):
    """A guest that is off gets its disks at once when it starts, and its backup is made when it runs."""
    directory.mkdir()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        slow = pool.submit(tool, "backup", "--limit=8", "alice", "/var/lib/others", timeout=300)
        wait_for("it is being made", 20, lambda: list(directory.glob("alice/.*")))
        failures = host.journal(alice.unit).count("Failed with result")
        started = host.systemctl("start", alice.unit)
        report.check("a guest that is started while it is backed up starts at its first try", started.returncode == 0
                     and host.journal(alice.unit).count("Failed with result") == failures, host.journal(alice.unit)[-1500:])
        result = slow.result()
        report.check("its backup is made when it runs", result.returncode == 0 and "full backup" in result.stdout
                     and len(list(directory.glob("alice/*"))) == 1, result)
    alice.wait_for_ssh()
    report.check("and the guest has its data", alice.ssh("cat /root/data").stdout == "second\n")
