"""Side by side: the flags of a module written by hand in 2017, and those of nixvirt. A benchmark: it fails
if something does not run, never because of a time."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from .guest import Guest
from .units import Units

ROUNDS = int(os.environ.get("E2E_ROUNDS", "5"))
BLOB = 192  # MiB
AREA = BLOB - 32  # MiB of it that random requests go to

# Machine pc, CPU qemu64, page cache of the host, no entropy device: QEMU's defaults of then and now.
# Without boot=on, which QEMU refuses since long.
OLD_SCRIPT = (
    "exec {qemu} -accel {accel} -name old -m 256m -drive file=old.qcow2,if=virtio "
    "-vnc localhost:1 -netdev tap,id=net0,ifname=tap-old,script=no,downscript=no "
    "-device virtio-net-pci,netdev=net0 -monitor unix:/run/old.monitor,server,nowait"
)
OLD_STOP = "echo system_powerdown | {socat} - UNIX-CONNECT:/run/old.monitor\nsleep 10"
OLD_MAC = "52:54:00:12:34:56"

# What is measured, and whether more is better.
MEASURES = {
    "boot to SSH, s": False,
    "stop, s": False,
    "sequential read, MB/s": True,
    "sequential read, cold, MB/s": True,
    "random reads of 4 KiB, 1/s": True,
    "random reads of 4 KiB, cold, 1/s": True,
    "random writes of 4 KiB, 1/s": True,
    "random writes of 4 KiB, each flushed, 1/s": True,
    "copy of a file with fsync, MB/s": True,
}
LEGEND = """
Medians, the median of the ratios of each round, and the least and the greatest of them: above 1 nixvirt is ahead. Both guests have the same
installed system and files, and one disk of the host holds both images. Requests are made by a program in the
guest, one at a time, past the guest's own page cache; "cold" is after the host's page cache was dropped,
otherwise what is read was read before. A copy goes through the guest's page cache. Accelerator: {accel}.
"""


def compare(lab):
    with lab.host("compare") as host:
        config = host.configure(lab.generate(
            "compare", 'alice = { memory = "256m"; diskSize = "2g"; vncDisplay = "localhost:2"; };'))
        _add_old(lab, host)
        host.boot()
        host.in_network("bash", "-c", "ip tuntap add tap-old mode tap; ip link set tap-old master br-lan up")
        ours = lab.guest(host, config, "alice")
        old = Guest(host, "old", (ours.bridge, OLD_MAC), lab.key)
        _prepare(host, ours, old)
        results = {"2017": [], "nixvirt": []}
        for number in range(ROUNDS):
            turns = [("2017", old), ("nixvirt", ours)]
            for name, guest in turns if number % 2 == 0 else reversed(turns):
                results[name].append(_measure(lab.report, guest))
                lab.report.note(f"{name}: {results[name][-1]}")
        _print(lab, results)


def _add_old(lab, host):
    units = Units(host.directory / "etc/systemd/system", lab.store)
    packages = {name: lab.store.package(name) for name in ("qemu_kvm", "socat")}
    units.service("qemu-guest-old", {
        "script": OLD_SCRIPT.format(qemu=f"{packages['qemu_kvm']}/bin/qemu-system-x86_64", accel=lab.accel),
        "preStop": OLD_STOP.format(socat=f"{packages['socat']}/bin/socat"),
        "serviceConfig": {"WorkingDirectory": "/var/lib/guests/old"},
    })


def _prepare(host, ours, old):
    """Both get a disk with the same content, in a file that was written at once."""
    ours.start()
    ours.wait_for_ssh()
    ours.ssh(f"dd if=/dev/urandom of=/root/blob bs=1M count={BLOB} && cp /root/blob /root/out && sync", timeout=180)
    ours.stop()
    old.directory.mkdir()
    grown = ours.directory / "root.qcow2"
    shutil.copy(grown, old.directory / "old.qcow2")
    fresh = shutil.copy(grown, ours.directory / "fresh.qcow2")
    os.chown(fresh, grown.stat().st_uid, grown.stat().st_gid)
    fresh.replace(grown)
    for guest in (old, ours):
        guest.start()
        guest.wait_for_ssh()
        guest.stop()
    subprocess.run(["sync"], check=True)


def _measure(report, guest):
    started = time.monotonic()
    result = guest.start()
    report.require(f"{guest.name} starts", result.returncode == 0, result.stderr)
    guest.wait_for_port()
    found = {"boot to SSH, s": time.monotonic() - started}
    guest.wait_for_ssh()

    def ioping(options):
        """Requests, and bytes, a second, by the guest's clock."""
        result = guest.ssh(f"LD_LIBRARY_PATH=/lib/libraries ioping -B -q -D -i 0 {options}")
        fields = result.stdout.split()
        report.require(options, len(fields) > 3, result.stdout + result.stderr)
        return float(fields[2]), float(fields[3])

    read = f"-L -s 1m -S {BLOB}m -c {BLOB} /root/blob"
    random = f"-s 4k -S {AREA}m -w 4"
    _drop_caches()
    found["sequential read, cold, MB/s"] = ioping(read)[1] / 1e6
    found["sequential read, MB/s"] = ioping(read)[1] / 1e6
    found["random reads of 4 KiB, 1/s"] = ioping(f"{random} /root/blob")[0]
    _drop_caches()
    found["random reads of 4 KiB, cold, 1/s"] = ioping(f"{random} /root/blob")[0]
    found["random writes of 4 KiB, 1/s"] = ioping(f"{random} -WWW /root/out")[0]
    found["random writes of 4 KiB, each flushed, 1/s"] = ioping(f"{random} -WWW -y /root/out")[0]
    subprocess.run(["sync"], check=True)
    result = guest.ssh("head -n 1 /proc/uptime; dd if=/root/blob of=/root/out bs=1M conv=fsync,notrunc 2>&1; "
                       "head -n 1 /proc/uptime", timeout=300)
    lines = result.stdout.splitlines()
    report.require("copy", f"{BLOB}+0 records out" in lines, result.stdout + result.stderr)
    seconds = float(lines[-1].split()[0]) - float(lines[0].split()[0])
    found["copy of a file with fsync, MB/s"] = BLOB * 1.048576 / seconds
    found["stop, s"] = guest.stop()
    return found


def _drop_caches():
    """The page cache of the host: what is written is on its disk, what is read comes from there."""
    subprocess.run(["sync"], check=True)
    pathlib.Path("/proc/sys/vm/drop_caches").write_text("3\n")


def _print(lab, results):
    lines = [f"| | 2017 | nixvirt | ratio ({ROUNDS} rounds) | from … to |", "|---|---|---|---|---|"]
    for measure, more_is_better in MEASURES.items():
        old, ours = ([each[measure] for each in results[name]] for name in ("2017", "nixvirt"))
        ratios = [b / a if more_is_better else a / b for a, b in zip(old, ours)]
        medians = [statistics.median(each) for each in (old, ours, ratios)]
        lines.append("| {} | {:.1f} | {:.1f} | {:.2f} | {:.2f} … {:.2f} |".format(
            measure, *medians, min(ratios), max(ratios)))
    sys.stdout.write("\n" + "\n".join(lines) + "\n" + LEGEND.format(accel=lab.accel))
