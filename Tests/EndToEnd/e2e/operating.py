"""Months of a guest's life: rebuilds, mounts that are missing, disks that are full, floods, crashes."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from .report import wait_for

ALICE = 'alice = {{ memory = "256m"; diskSize = "1g"; shutdownTimeout = 60; {more} }};'
BLANK = '{name} = {{ memory = "64m"; install = "none"; diskSize = "64m"; {more} }};'


def _tool(host, config):
    program = config["environment"]["systemPackages"][0] + "/bin/nixvirt-guest"
    return lambda *arguments, timeout=120: host.run(program, *arguments, timeout=timeout)


def _state(tool, name):
    """What the list says of a guest: its line without its name."""
    for line in tool("list").stdout.splitlines():
        if line.split()[0] == name:
            return line.split(None, 1)[1]
    return None


@contextlib.contextmanager
def _volume(lab, host, megabytes):
    """A file system of its own for the guests."""
    image = lab.work / f"{host.name}.img"
    host.guests.mkdir()
    subprocess.run(["truncate", f"--size={megabytes}M", image], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m0", image], check=True)
    subprocess.run(["mount", "-o", "loop", image, host.guests], check=True)
    try:
        yield
    finally:
        host.power_cut()
        subprocess.run(["umount", "--lazy", host.guests], check=True)
        image.unlink()


def _installed(lab, alice):
    """Gives the guest its disk, or has it installed."""
    lab.give_disk(alice)
    result = alice.start()
    lab.report.require("the guest runs", result.returncode == 0, (result.stderr, alice.host.journal(alice.unit)[-800:]))
    alice.wait_for_ssh()


def full_disk(lab):
    report = lab.report
    with lab.host("full-disk") as host, _volume(lab, host, 400):
        config = host.configure(lab.generate("full-disk", ALICE.format(more="")))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        _installed(lab, alice)
        ballast = host.guests / "ballast"

        def fill(megabytes):
            place = os.statvfs(host.guests)
            subprocess.run(["fallocate", "-l", str(max(place.f_bavail * place.f_frsize - (8 << 20), 1)), ballast], check=True)
            with contextlib.suppress(subprocess.TimeoutExpired):
                alice.ssh(f"dd if=/dev/urandom of=/root/big bs=1M count={megabytes}; sync", timeout=20)

        monitor = "qemu-guest-alice-monitor.service"
        fill(60)
        told = wait_for("the journal tells of the error", 30, lambda: "I/O error" in host.journal(monitor))
        report.check("no room on the host: the journal says so when the guest is paused", told,
                     host.journal(monitor)[-400:])
        report.check("and what to do", "no space left): the guest is paused; see `nixvirt-guest resume`" in host.journal(monitor),
                     host.journal(monitor)[-400:])
        paused = wait_for("the list shows it", 10, lambda: _state(tool, "alice").startswith("paused: I/O error"))
        report.check("the list shows it", paused)
        ballast.unlink()
        tool("resume", "alice")
        running = wait_for("the guest runs", 20, lambda: _state(tool, "alice").startswith("running"))
        report.check("with room again, `resume` continues it", running)
        alice.wait_for_ssh()
        report.check("and it answers", True)
        alice.ssh("rm /root/big; sync")
        fill(200)
        wait_for("the guest is paused", 30, lambda: _state(tool, "alice").startswith("paused"))
        seconds = alice.stop()
        report.check("a guest that is paused can be stopped before the limit", seconds < 30, f"{seconds:.1f} s")
        report.check("the journal says how", "stopping it without powering off" in host.journal(alice.unit),
                     host.journal(alice.unit)[-400:])
        ballast.unlink()


def auto_resume(lab):
    report = lab.report
    with lab.host("auto-resume") as host, _volume(lab, host, 900):
        config = host.configure(lab.generate("auto-resume", ALICE.format(more="autoResume = true;")))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        _installed(lab, alice)
        place = os.statvfs(host.guests)
        ballast = host.guests / "ballast"
        subprocess.run(["fallocate", "-l", str(place.f_bavail * place.f_frsize - (8 << 20)), ballast], check=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            alice.ssh("dd if=/dev/urandom of=/root/big bs=1M count=60; sync", timeout=20)
        wait_for("the guest is paused", 30, lambda: _state(tool, "alice").startswith("paused: I/O error"))
        ballast.unlink()
        running = wait_for("the guest runs", 50, lambda: _state(tool, "alice").startswith("running"))
        report.check("with room again, a guest with autoResume continues by itself", running)
        alice.wait_for_ssh()
        report.check("the journal says so", "the guest runs again" in host.journal("qemu-guest-alice-monitor.service"))


def lost_mount(lab):
    report = lab.report
    with lab.host("lost-mount") as host, _volume(lab, host, 400):
        config = host.configure(lab.generate("lost-mount", ALICE.format(more="")))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        _installed(lab, alice)
        alice.stop()
        # As if the file system were not mounted.
        host.run("mount", "-t", "tmpfs", "tmpfs", "/var/lib/guests")
        started = tool("start", "alice")
        report.check("a missing mount: the guest does not start", "installation failed" in started.stdout, started)
        journal = host.journal(alice.install_unit)
        report.check("the journal says why, and what to do",
                     "/var/lib/guests is not the file system that the guests' disks were on" in journal, journal[-600:])
        time.sleep(1)
        running = host.processes("^[^ ]*qemu-system")
        report.check("nothing is installed over it", not running, running)
        host.run("umount", "/var/lib/guests")
        started = tool("start", "alice")
        report.check("mounted, it starts", "alice: running" in started.stdout, started)
        alice.wait_for_ssh()
        alice.stop()
        disk = alice.directory / "root.qcow2"
        disk.rename(alice.directory / "elsewhere")
        started = tool("start", "alice")
        state = wait_for("the installation ends", 10, lambda: "failed" in _state(tool, "alice") and _state(tool, "alice"))
        journal = host.journal(alice.install_unit)
        report.check("a disk that is gone is not made anew", state.startswith("installation failed")
                     and "root.qcow2 was there, and is gone" in journal, (state, journal[-400:]))
        (alice.directory / "elsewhere").rename(disk)
        started = tool("start", "alice")
        report.check("when it is back, the guest starts", "alice: running" in started.stdout, started)


def flood(lab):
    report = lab.report
    with lab.host("flood") as host:
        config = host.configure(lab.generate("flood", ALICE.format(more='log = { maxSize = "1m"; keep = 2; };')))
        host.boot()
        alice = lab.guest(host, config, "alice")
        _installed(lab, alice)
        alice.ssh("(while :; do cat /bin/busybox >/dev/ttyS0; done) >/dev/null 2>&1 </dev/null &")
        logs = lambda: {file.name: file.stat().st_size for file in sorted(alice.directory.glob("console.log*"))}
        wait_for("the log is rotated", 120, lambda: len(logs()) > 2, 0.5)
        oldest = alice.directory / "console.log.2"
        first = oldest.stat().st_ino
        wait_for("the oldest log is given up", 60, lambda: oldest.exists() and oldest.stat().st_ino != first, 0.5)
        report.check("a flood on the console is kept within limits", set(logs()) == {"console.log", "console.log.1", "console.log.2"}
                     and all(size <= 1 << 20 for size in logs().values()), logs())
        report.check("and the guest runs on", host.state(alice.unit, "ActiveState") == "active")


def io_error(lab):
    """A disk that fails, as QEMU's blkdebug makes it."""
    report = lab.report
    bad = ("driver=blkdebug,node-name=bad,image.driver=null-co,image.size=67108864,image.read-zeroes=on,"
           "inject-error.0.event=none,inject-error.0.errno=5,inject-error.0.sector=8192")
    words = ["-blockdev", bad, "-device", "virtio-blk-pci,drive=bad,serial=bad,bus=pcie.0,addr=0x1f.4"]
    with lab.host("io-error") as host:
        config = host.configure(lab.generate("io-error", ALICE.format(more="extraArgs = [ %s ];" % " ".join(
            f'"{word}"' for word in words))))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        _installed(lab, alice)
        find = "disk=$(grep -l bad /sys/block/vd*/serial) && disk=${disk%/serial} && disk=/dev/${disk##*/}"
        good = alice.ssh(f"{find} && dd if=$disk of=/dev/null bs=512 count=8 skip=64")
        report.check("a sector that is well is read", good.returncode == 0, good)
        failed = alice.ssh(f"{find} && dd if=$disk of=/dev/null bs=512 count=8 skip=8192")
        report.check("an I/O error of the host's reaches the guest", failed.returncode != 0, failed)
        monitor = "qemu-guest-alice-monitor.service"
        told = "I/O error of disk bad (read, Input/output error): reported to the guest"
        wait_for("the journal tells of the error", 20, lambda: "I/O error" in host.journal(monitor))
        report.check("the journal of the host says which disk, and that the guest knows", told in host.journal(monitor),
                     host.journal(monitor)[-400:])
        report.check("the guest runs on", _state(tool, "alice").startswith("running") and alice.ssh("true").returncode == 0)
        seconds = alice.stop()
        report.check("and powers off", seconds < 40 and host.state(alice.unit, "Result") == "success", f"{seconds:.1f} s")


def crashes(lab):
    report = lab.report
    with lab.host("crashes") as host:
        config = host.configure(lab.generate("crashes", BLANK.format(name="alice", more="")))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        alice.start()
        for n in range(6):
            pid = wait_for("QEMU runs", 30, lambda: host.processes("^[^ ]*qemu-system.*-name alice"))[0]
            os.kill(pid, 9)
            wait_for("QEMU is gone", 10, lambda: pid not in host.processes("^[^ ]*qemu-system"))
        again = wait_for("it runs again", 30, lambda: host.processes("^[^ ]*qemu-system"))
        report.check("a guest whose QEMU is killed six times is started again", bool(again))
        pending = _state(tool, "alice")
        report.check("the list shows it running", pending.startswith("running"), pending)


def planted(lab):
    """What a guest's user can do to a root who uses nixvirt-guest."""
    report = lab.report
    with lab.host("planted") as host:
        config = host.configure(lab.generate(
            "planted", BLANK.format(name="alice", more="") + BLANK.format(name="bob", more="")))
        host.boot()
        tool = _tool(host, config)
        alice, bob = (lab.guest(host, config, name) for name in ("alice", "bob"))
        alice.start()
        bob.start()
        ready = lambda name: tool("reset", name).returncode == 0
        wait_for("the monitors answer", 20, lambda: ready("alice") and ready("bob"), 0.5)
        run = host.path("/run/guests")
        report.check("the sockets that root uses are in a directory of root",
                     run.stat().st_uid == 0 and run.stat().st_mode & 0o022 == 0, oct(run.stat().st_mode))
        time.sleep(1)
        before = host.journal("qemu-guest-bob-monitor.service").count("reset")
        for name in ("qmp.sock", "events.sock", "console.sock"):
            socket = run / "alice" / name
            socket.unlink()
            socket.symlink_to(f"/run/guests/bob/{name}")
        host.systemctl("restart", "qemu-guest-alice-monitor.service")
        time.sleep(1)
        refused = tool("reset", "alice")
        after = host.journal("qemu-guest-bob-monitor.service").count("reset")
        report.check("a planted link leads nowhere", refused.returncode == 1 and before == after,
                     (refused, before, after))
        for name in ("*", "../guests/bob", "", "bob.service", "-bob"):
            refused = tool("reset", name)
            report.check(f"the name {name!r} is refused", refused.returncode in (1, 2) and "Traceback" not in refused.stderr,
                         refused.stderr)


def resources(lab):
    """What a guest's unit and its QEMU get of the host."""
    report = lab.report
    pages = pathlib.Path("/proc/sys/vm/nr_hugepages")
    before = pages.read_text()
    pages.write_text("64")
    try:
        with lab.host("resources") as host:
            config = host.configure(lab.generate("resources", BLANK.format(name="alice", more="""
                shutdownTimeout = 2; hugepages = true; oomScoreAdjust = 321; cpuWeight = 55;
                requires = [ "tank.service" ];""") + BLANK.format(name="bob", more="lockMemory = true;")))
            host.boot()
            alice, bob = (lab.guest(host, config, name) for name in ("alice", "bob"))
            started = host.systemctl("start", alice.unit)
            report.check("a guest is not started without a unit that it requires", started.returncode != 0
                         and "tank.service not found" in started.stderr, started)
            unit = host.path("/etc/systemd/system/tank.service")
            unit.write_text("[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sleep 2\n")
            host.systemctl("daemon-reload")
            started = alice.start()
            report.require("with it, it is", started.returncode == 0, (started, host.journal(alice.unit)[-500:]))
            report.check("after it", host.state("tank.service", "ActiveState") == "active")
            pid = wait_for("QEMU runs", 20, lambda: host.processes("^[^ ]*qemu-system.*-name alice"))[0]
            proc = pathlib.Path(f"/proc/{pid}")
            huge = lambda: sum(int(line.split()[1]) for line in (proc / "smaps").read_text().splitlines()
                               if line.startswith(("Shared_Hugetlb", "Private_Hugetlb")))
            wait_for("the memory is taken", 20, lambda: huge() >= 64 << 10)
            report.check("hugepages: all of its memory is huge pages", huge() == 64 << 10, f"{huge()} KiB")
            score = (proc / "oom_score_adj").read_text().strip()
            report.check("oomScoreAdjust reaches QEMU", score == "321", score)
            weight = host.state(alice.unit, "CPUWeight")
            report.check("cpuWeight reaches the unit", weight == "55", weight)
            limit = subprocess.run(["prlimit", "--memlock=unlimited", "true"], capture_output=True)
            if limit.returncode == 0:
                bob.start()
                pid = wait_for("QEMU runs", 20, lambda: host.processes("^[^ ]*qemu-system.*-name bob"))[0]
                locked = lambda: int(re.search(r"VmLck:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
                wait_for("it is locked", 20, lambda: locked() >= 64 << 10)
                report.check("lockMemory: all of its memory is locked", locked() >= 64 << 10, f"{locked()} KiB")
            else:
                report.skip("lockMemory", "this machine lets nobody raise RLIMIT_MEMLOCK", is_failure=False)
            alice.stop()
            pages.write_text("8")
            started = alice.start(timeout=20)
            wait_for("QEMU gives up", 20, lambda: host.state(alice.unit, "ActiveState") != "active")
            journal = host.journal(alice.unit)
            report.check("without enough huge pages it fails at the start, and says why", "unable to map backing store" in journal
                         or "os_mem_prealloc" in journal or "preallocate" in journal, journal[-500:])
    finally:
        pages.write_text(before)


def overview(lab):
    """What nixvirt-guest tells of a host, and what its timers do."""
    report = lab.report
    with lab.host("overview") as host, _volume(lab, host, 300):
        config = host.configure(lab.generate("overview", BLANK.format(name="alice", more="disks.data.size = \"5g\";")
                                             + BLANK.format(name="bob", more="")))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        alice.start()
        (host.guests / "carol").mkdir()
        (host.guests / "carol" / "root.qcow2").write_text("left behind")
        shown = tool("state", "--json")
        state = json.loads(shown.stdout)
        files = {each["name"]: each for each in state["guests"]["alice"]["files"]}
        report.check("state: the disks with their sizes", files["data.qcow2"]["size"] == 5 << 30
                     and files["root.qcow2"]["size"] == 64 << 20, files)
        running = state["guests"]["alice"]["running"]
        report.check("state: what runs", "-name" in running["arguments"] and running["pending"] == []
                     and len(running["definition"]) == 16, running)
        report.check("state: a guest that is off", state["guests"]["bob"]["running"] is None
                     and state["guests"]["bob"]["state"] == "off", state["guests"]["bob"])
        report.check("state: a directory that no guest has", [each["name"] for each in state["orphans"]] == ["carol"],
                     state["orphans"])
        secret = [word for word in running["arguments"] if "io.systemd.credential" in word and "hidden" not in word]
        report.check("state: no credential", secret == [], secret)
        host.systemctl("start", "nixvirt-check-space.service")
        journal = host.journal("nixvirt-check-space.service")
        report.check("disks that can grow beyond their file system are warned of", "may grow by 5" in journal
                     and "MiB are free" in journal, journal[-400:])
        _plan(lab, host, alice, tool)
        timers = host.run("systemctl", "list-timers", "--all", "--no-pager").stdout
        report.check("a timer looks every hour", "nixvirt-check-space.timer" in timers, timers)


def _plan(lab, host, alice, tool):
    """What a plan says of this host, and whether that is what comes of it."""
    report = lab.report

    def plan(name, guests):
        module = lab.generate(name, guests)
        (module.parent / "state.json").write_text(tool("state", "--json").stdout)
        result = subprocess.run([lab.nixvirt, "plan", "--against", "state.json"], cwd=module.parent, capture_output=True,
                                text=True)
        return module, result.stdout or result.stderr

    same = BLANK.format(name="alice", more="disks.data.size = \"5g\";") + BLANK.format(name="bob", more="")
    _, told = plan("overview", same)
    report.check("plan: what runs is what is described; the guest that is off starts", "alice" not in told
                 and "bob: off; starts\n" in told and "A switch starts bob." in told, told)
    report.check("plan: the directory that no guest has", "left over: /var/lib/guests/carol (1.0 KiB) belongs to no guest\n" in told, told)
    more = ('disks.data.size = "6g"; disks.logs = { size = "1m"; }; interfaces = [ { network = "lan"; } { network = "lan"; } ];'
            'vncDisplay = "unix:/run/guests/alice/vnc.sock";')
    changed = (BLANK.replace("64m", "96m", 1).format(name="alice", more=more)
               + BLANK.replace('diskSize = "64m"', 'diskSize = "32m"').format(name="carol", more=""))
    module, told = plan("overview-changed", changed)
    report.check("plan: a guest that changes", "alice: memory 64 MiB → 96 MiB; restarts\n" in told
                 and "  disk data grows from 5 GiB to 6 GiB\n" in told and "  disk logs is created: logs.qcow2, 1 MiB\n" in told
                 and "  graphics card is added at bus=pcie.0,addr=0x1\n" in told and " moves " not in told, told)
    report.check("plan: a guest that goes", "bob: removed; its files are kept" in told, told)
    report.check("plan: a file that is no disk keeps the guest from starting", "carol: new; does not start\n"
                 "  root.qcow2 cannot be read as a disk\n" in told, told)
    link = host.path("/nix/var/nix/gcroots/nixvirt/alice")
    kept = os.readlink(link)
    host.configure(module)
    report.check("what runs is kept from garbage collection when the host has something else for it",
                 os.readlink(link) == kept != os.path.realpath(host.path("/etc/nixvirt/guests/alice")).removeprefix(
                     str(host.path("/")).rstrip("/")), kept)
    # Whose texts changed, as a rebuild does it.
    host.systemctl("restart", "qemu-guest-alice-network.service", alice.unit)
    wait_for("QEMU runs", 20, lambda: host.processes("^[^ ]*qemu-system.*-name alice"))
    files = {each["name"]: each for each in json.loads(tool("state", "--json").stdout)["guests"]["alice"]["files"]}
    report.check("what the plan says comes true", files["data.qcow2"]["size"] == 6 << 30 and files["logs.qcow2"]["size"] == 1 << 20,
                 files)
    _, told = plan("overview-changed", changed)
    report.check("plan: then nothing is left to do for it", "alice" not in told, told)
    started = host.systemctl("start", "qemu-guest-carol.service")
    report.check("and the other does not start", started.returncode != 0, started)


def crowd(lab):
    """200 guests on one host: their units and what is beside them are real, QEMU and monitors are not."""
    report = lab.report
    names = [f"g{number:03}" for number in range(200)]
    with lab.host("crowd") as host:
        config = host.configure(lab.generate("crowd", "".join(BLANK.format(name=name, more="") for name in names)))
        units = host.directory / "etc/systemd/system"
        for name in names:
            for part in ("", "-monitor"):
                instead = units / f"qemu-guest-{name}{part}.service.d"
                instead.mkdir()
                (instead / "instead.conf").write_text(
                    "[Service]\nExecStart=\nExecStart=/usr/bin/sleep infinity\nExecStop=\n")
        host.boot()
        tool = _tool(host, config)
        host.systemctl("start", *(f"qemu-guest-{name}.service" for name in names), timeout=300)
        described = json.loads(config["environment"]["etc"]["nixvirt/guests.json"]["text"])["guests"]
        for number, name in enumerate(names):
            card = described[name]["interfaces"][0]
            host.in_network("ip", "neighbour", "replace", f"10.9.0.{number + 1}", "lladdr", card["mac"], "dev", card["bridge"],
                            "nud", "stale")
        times = []
        for _ in range(5):
            started = time.monotonic()
            shown = tool("list").stdout
            times.append(time.monotonic() - started)
        lines = [line.split() for line in shown.splitlines()[1:]]
        report.check("200 guests are listed, running, with time and addresses", len(lines) == 200 and all(
            line[1] == "running" and line[3] in ("s", "min") for line in lines) and sum("10.9.0." in " ".join(line) for line in lines) == 200, shown[:400])
        report.check("in less than a second", min(times) < 1, ", ".join(f"{each:.2f} s" for each in times))


def stampede(lab):
    """Several new guests at once, as in a rebuild."""
    report = lab.report
    names = ["a", "b", "c", "d"]
    with lab.host("stampede") as host:
        config = host.configure(lab.generate("stampede", "".join(
            f'{name} = {{ memory = "128m"; diskSize = "1g"; }};' for name in names)))
        host.boot()
        tool = _tool(host, config)
        started = time.monotonic()
        host.systemctl("start", *(f"qemu-guest-{name}.service" for name in names))
        seconds = time.monotonic() - started
        report.check("starting new guests returns while they are installed", seconds < 10, f"{seconds:.1f} s")
        most = 0
        shown = set()
        limit = time.monotonic() + 240
        while time.monotonic() < limit:
            most = max(most, len(host.processes("^[^ ]*qemu-system.*-install")))
            states = [_state(tool, name) for name in names]
            shown |= {state.strip() for state in states}
            if all(state.startswith("running") for state in states):
                break
            time.sleep(1)
        report.check("not more than two are installed at a time", most == 2, most)
        report.check("the list shows the step of an installation", "installing: installing" in shown, shown)
        report.check("and the guests start when it is done", all(_state(tool, name).startswith("running") for name in names),
                     tool("list").stdout)
