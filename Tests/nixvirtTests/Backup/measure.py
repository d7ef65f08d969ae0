"""measure.py: seconds and bytes of backups of a 4 GiB disk with 1 GiB of data, beside qemu-img convert.

With the program qmpbackup on PATH, its backups of a copy of the disk, too, in a QEMU of its own. Times are also printed as
ratios to those of nixvirt for the same thing."""

import json
import os
import shutil
import socket
import subprocess
import time

from lab import MB, Lab


def size(directory):
    return sum(os.lstat(os.path.join(place, file)).st_blocks * 512
               for place, _, files in os.walk(directory) for file in files) / MB


def timed(what, directory, run, base=None):
    before, started = size(directory), time.monotonic()
    run()
    took = time.monotonic() - started
    ratio = f", {took / base:.2f} times nixvirt" if base else ""
    print(f"{what}: {took:.1f} s, {size(directory) - before:.0f} MiB{ratio}", flush=True)
    return took


class Other:
    """A QEMU that runs no instruction, with a copy of the disk, for qmpbackup."""

    def __init__(self, work, disk):
        self.work, self.socket = work, work / "qmp"
        subprocess.run(["cp", "--sparse=always", disk, work / "root.qcow2"], check=True)
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "q35,accel=tcg", "-m", "128", "-S",
             "-drive", f"file={work / 'root.qcow2'},if=none,id=root,node-name=disk,format=qcow2",
             "-device", "virtio-blk-pci,drive=root", "-qmp", f"unix:{self.socket},server=on,wait=off"])
        while not self.socket.exists():
            time.sleep(0.1)

    def monitor(self, line):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.socket))
            lines = connection.makefile("rwb", buffering=0)
            lines.readline()
            for command, arguments in (("qmp_capabilities", {}), ("human-monitor-command", {"command-line": line})):
                lines.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
                while "return" not in json.loads(lines.readline()):
                    pass

    def backup(self, level, *options):
        subprocess.run(["qmpbackup", "--socket", self.socket, "backup", "--level", level, "--target", self.work / "target",
                        *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        self.process.terminate()
        self.process.wait()


def main():
    it = Lab({"root": 4096 * MB})
    try:
        # A half of it can be compressed.
        data = it.work / "data"
        with open(data, "wb") as file:
            for _ in range(512):
                file.write(os.urandom(MB) + os.urandom(4096) * 256)
        subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", data, it.directory / "root.qcow2"], check=True)
        subprocess.run(["qemu-img", "resize", "-q", "-f", "qcow2", it.directory / "root.qcow2", "4G"], check=True)
        it.own()
        more = it.work / "more"
        more.write_bytes(os.urandom(32 * MB) + os.urandom(4096) * 8192)
        more.chmod(0o644)
        it.start()
        other = work = None
        if shutil.which("qmpbackup"):
            work = it.work / "other"
            (work / "target").mkdir(parents=True)
            other = Other(work, it.directory / "root.qcow2")
        full = timed("nixvirt, full", it.backups, it.backup)
        if other:
            timed("qmpbackup --compress, full", work / "target", lambda: other.backup("full", "--compress"), full)
        it.io("root", f"write -s {more} 700M 64M")
        it.io("root", "flush")
        increment = timed("nixvirt, increment", it.backups, it.backup)
        if other:
            other.monitor(f'qemu-io root "write -s {more} 700M 64M"')
            other.monitor('qemu-io root "flush"')
            timed("qmpbackup --compress, increment", work / "target", lambda: other.backup("inc", "--compress"), increment)
            other.close()
        copy = it.work / "copy"
        copy.mkdir(mode=0o777)
        os.chmod(copy, 0o777)
        it.stop()
        restored = it.complete()[-1]
        timed("nixvirt, restore of both", it.work / "guests", lambda: it.restore(restored))
        for words in (["-O", "qcow2"], ["-O", "qcow2", "-c", "-o", "compression_type=zstd"]):
            timed(f"qemu-img convert {' '.join(words)}", copy, lambda: subprocess.run(
                ["qemu-img", "convert", "-f", "qcow2", *words, it.directory / "root.qcow2", copy / f"{len(words)}.qcow2"], check=True), full)
    finally:
        it.close()


main()
