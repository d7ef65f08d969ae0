"""measure.py: seconds and bytes of backups of a 4 GiB disk with 1 GiB of data, beside qemu-img convert.

With the program qmpbackup on PATH, of a guest that runs, too."""

import os
import shutil
import subprocess
import time

from lab import MB, Lab


def size(directory):
    return sum(os.lstat(os.path.join(place, file)).st_blocks * 512
               for place, _, files in os.walk(directory) for file in files) / MB


def timed(what, directory, run):
    before, started = size(directory), time.monotonic()
    run()
    print(f"{what}: {time.monotonic() - started:.1f} s, {size(directory) - before:.0f} MiB", flush=True)


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
        timed("full", it.backups, it.backup)
        it.io("root", f"write -s {more} 700M 64M")
        it.io("root", "flush")
        timed("increment", it.backups, it.backup)
        copy = it.work / "copy"
        copy.mkdir(mode=0o777)
        os.chmod(copy, 0o777)
        if shutil.which("qmpbackup"):
            os.chmod(it.directory, 0o755)
            it.ask("chardev-add", id="more", backend={"type": "socket", "data": {
                "addr": {"type": "unix", "data": {"path": "more.sock"}}, "server": True, "wait": False}})
        it.stop()
        restored = it.complete()[-1]
        timed("restore", it.work / "guests", lambda: it.restore(restored))
        for words in (["-O", "qcow2"], ["-O", "qcow2", "-c", "-o", "compression_type=zstd"]):
            timed(f"qemu-img convert {' '.join(words)}", copy, lambda: subprocess.run(
                ["qemu-img", "convert", "-f", "qcow2", *words, it.directory / "root.qcow2", copy / f"{len(words)}.qcow2"], check=True))
    finally:
        it.close()


main()
