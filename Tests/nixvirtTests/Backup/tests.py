"""tests.py [NAME...]: backs up and restores the disks of a real QEMU."""

import contextlib
import io
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time

from lab import MB, PROGRAMS, Lab, load, main


@contextlib.contextmanager
def lab(*arguments, **more):
    made = Lab(*arguments, **more)
    try:
        yield made
    finally:
        made.close()


def series(arguments=()):
    """A full backup and increments of a guest that runs, each restored as it was."""
    with lab(arguments=arguments) as it:
        it.start()
        it.io("root", "write -P 7 0 20M")
        it.io("data", "write -P 9 5M 3M")
        states = [it.copies("1")]
        assert (states[0] / "root").read_bytes()[:4] == b"\7" * 4, "the guest writes to its disks"
        full = it.backup()
        assert full["parent"] is None and it.clean() is True, (full, it.clean())
        it.io("root", "write -P 8 1M 1M")
        it.io("root", "write -z 3M 1M")
        it.io("root", "discard 6M 2M")
        states.append(it.copies("2"))
        second = it.backup()
        assert second["parent"] == full["id"], it.output
        # Bitmaps outlive a restart, and what is written before the next backup is in it.
        it.stop()
        it.start()
        it.io("data", "write -P 3 0 64k")
        states.append(it.copies("3"))
        third = it.backup()
        assert third["parent"] == second["id"], it.output
        read = subprocess.run(["zstd", "-dqc", it.backups / "alice" / third["id"] / "data.disk.zst"], capture_output=True)
        assert len(read.stdout) < MB, "an increment has what changed, not the disk"
        assert [each for each in os.listdir(it.directory) if each.startswith(".")] == []
        it.stop()
        # Without nixvirt, as the page about backups has it.
        page = (pathlib.Path(__file__).resolve().parents[3] / "docs/backup.md").read_text()
        program = re.search("```python\n(.*?)```", page, re.DOTALL)[1]
        raw = it.work / "raw"
        raw.touch()
        for manifest, state in zip([full, second, third], states):
            unpacked = subprocess.run(["zstd", "-dqc", it.backups / "alice" / manifest["id"] / "root.disk.zst"],
                                      stdout=subprocess.PIPE, check=True).stdout
            subprocess.run([sys.executable, "-c", program, raw], input=unpacked, check=True)
            assert raw.read_bytes() == (state / "root").read_bytes()
        for manifest, state in zip([full, second, third], states):
            it.restore(manifest["id"])
            assert it.same(state), manifest["id"]
            assert set(os.listdir(it.directory)) == {"root.qcow2", "data.qcow2"}, os.listdir(it.directory)
        # A restored disk has no bitmap.
        it.start()
        assert it.backup()["parent"] is None


def iothread():
    """The same with disks that have a thread of their own, as on hosts with KVM."""
    series(["-object", "iothread,id=disks"])


def off():
    """A guest that is off: full, an increment, and one after a start."""
    with lab() as it:
        it.io("root", "write -P 7 0 2M")
        first = it.backup()
        it.io("root", "write -P 8 1M 1M")
        state, second = it.copies("off"), it.backup()
        assert (first["parent"], second["parent"]) == (None, first["id"]), (second, it.output)
        it.start()
        it.io("data", "write -P 1 0 1M")
        running, third = it.copies("running"), it.backup()
        assert third["parent"] == second["id"]
        it.stop()
        for manifest, expected in ((second, state), (third, running)):
            it.restore(manifest["id"])
            assert it.same(expected)


def moment():
    """What a guest writes during a backup is not in it, and is in the next one."""
    with lab() as it:
        it.start()
        it.io("root", "write -P 5 0 40M")
        it.io("data", "write -P 5 0 20M")
        before, read, writes = it.copies("before"), it.programs["NBD"].read, [0]

        def read_and_write(self, offset, length):
            if writes[0] < 4:
                writes[0] += 1
                it.io("root", f"write -P {100 + writes[0]} {writes[0] * 9}M 9M")
                it.io("data", f"write -P {100 + writes[0]} {writes[0] * 4}M 4M")
            return read(self, offset, length)

        it.programs["NBD"].read = read_and_write
        first, after = it.backup(), it.copies("after")
        assert (before / "root").read_bytes()[9 * MB] == 5 and (after / "root").read_bytes()[9 * MB] == 101
        second = it.backup()
        assert second["parent"] == first["id"] and it.clean() is True
        it.stop()
        it.restore(first["id"])
        assert it.same(before), "the disks are of one moment"
        it.restore(second["id"])
        assert it.same(after), "what was written during the first backup is in the second"


def killed():
    """The tool, or QEMU, is killed during a backup: nothing half is left under a final name, and nothing is lost."""
    with lab() as it:
        it.start()
        it.io("root", "write -P 5 0 40M")
        first = it.backup()
        # The tool is killed: what it began goes on in QEMU, and the next backup ends it.
        for stage in ("export", "freeze", "write_disk", "seal"):
            it.io("root", "write -P 6 0 2M")
            it.interrupt(stage)
            assert it.complete()[-1] == first["id"], "a backup that was interrupted has no final name"
            it.io("data", "write -P 7 0 1M")
            state, second = it.copies("killed"), it.backup()
            assert second["parent"] == first["id"], (stage, it.output)
            assert it.clean() is True, it.clean()
            first = second
        it.stop()
        it.restore(first["id"])
        assert it.same(state)
        # QEMU is killed: its bitmaps are worth nothing, and a full backup follows.
        it.start()
        first = it.backup()
        it.interrupt("write_disk")
        it.kill()
        it.start()
        it.io("root", "write -P 9 3M 1M")
        state, after = it.copies("after"), it.backup()
        assert after["parent"] is None and it.clean() is True
        # QEMU ends while it is read: refused, and nothing is left.
        read = it.programs["NBD"].read
        it.programs["NBD"].read = lambda *arguments: (it.process and it.kill(), read(*arguments))[1]
        it.io("root", "write -P 10 0 1M")
        reason = it.refused(it.backup)
        it.programs["NBD"].read = read
        assert "ended" in reason or "does not answer" in reason, reason
        assert [each for each in os.listdir(it.backups / "alice") if each.startswith(".")] == []
        it.restore(after["id"])
        assert it.same(state)


def ended():
    """What a killed backup left in QEMU ends with its unit, and a backup that is being made goes on."""
    with lab() as it:
        it.start()
        it.backup()
        it.io("root", "write -P 6 0 2M")
        it.interrupt("write_disk")
        assert it.ask("query-jobs")
        it.programs["backup"](it, ["alice"], ["--end"])
        assert not it.ask("query-jobs") and not [each for each in os.listdir(it.directory) if each.startswith(".backup")]
        disks = it.programs["FrozenDisks"](it, "alice")
        disks.lock()
        assert "another backup, restore or snapshot of alice is being made" in it.refused(it.backup)
        disks.freeze(None, None)
        assert "another backup, restore or snapshot of alice" in it.refused(it.programs["backup"], it, ["alice"], ["--end"])
        assert it.ask("query-jobs"), "it belongs to another backup"


def damaged():
    """What is not what was backed up is found before a restore touches anything."""
    with lab() as it:
        it.start()
        it.io("root", "write -P 5 0 8M")
        first = it.backup()
        it.io("root", "write -P 6 0 1M")
        second = it.backup()
        it.stop()
        state, place = it.copies("now"), it.backups / "alice"
        disk = place / first["id"] / "root.disk.zst"
        whole = disk.read_bytes()
        cut = whole[:-1]
        for content in (whole[:20] + bytes([whole[20] ^ 1]) + whole[21:], cut, b""):
            disk.write_bytes(content)
            reason = it.refused(it.restore, second["id"])
            assert "is not what was backed up" in reason and first["id"] in reason, reason
        disk.unlink()
        assert "is not what was backed up" in it.refused(it.restore, second["id"])
        disk.write_bytes(whole)
        # Right by its manifest, and still no disk: the manifest lies.
        manifest = place / second["id"] / "manifest.json"
        text = manifest.read_text()
        for old, new in (('"parent": "2', '"parent": "../2'), ('"format": 1', '"format": 2'), ('"root": {', '"../root": {'),
                         ('"size": 67108864', '"size": -1'), (text, "{"), (text, "[]"), (text, "")):
            assert old in text
            manifest.write_text(text.replace(old, new))
            assert "manifest.json is damaged" in it.refused(it.restore, second["id"]), new
            assert "manifest.json is damaged" in it.refused(it.restore), "no older one is taken for the newest"
        manifest.write_text(text.replace(f'"parent": "{first["id"]}"', f'"parent": "{second["id"]}"'))
        assert "is missing" in it.refused(it.restore, second["id"]), "a backup that needs itself"
        manifest.write_text(text)
        # A missing increment, and the full backup that follows.
        shutil.move(place / first["id"], it.work / "moved")
        reason = it.refused(it.restore, second["id"])
        assert f"backup {first['id']} is missing" in reason and "copy it back" in reason, reason
        assert it.same(state), "nothing was touched"
        it.start()
        third = it.backup()
        assert third["parent"] is None and "a full backup is made, because" in it.output, it.output
        shutil.move(it.work / "moved", place / first["id"])
        it.stop()
        it.restore(second["id"])
        assert it.same(state)


def full():
    """No room, before and during a backup; and a guest that needs the room itself."""
    with lab() as it:
        it.start()
        it.io("root", f"write -s {it.random(24)} 0 24M")
        state = it.copies("full")
        it.mount(it.backups, 8)
        reason = it.refused(it.backup)
        assert "MiB free, but the backup can take" in reason and "remove old backups" in reason, reason
        # The room goes while it is made.
        room = it.programs["room"]
        it.programs["room"] = lambda *_: None
        reason = it.refused(it.backup)
        assert "cannot be written" in reason and "No space left" in reason and "make room" in reason, reason
        assert it.complete() == [] and it.clean() is True, it.clean()
        it.programs["room"] = room
        it.unmount(it.backups)
        it.io("root", "write -P 1 30M 1M")
        # The guest's file system gets full: the backup gives way.
        free = it.programs["FrozenDisks"].free
        it.programs["FrozenDisks"].free = lambda self: 1 << 20
        reason = it.refused(it.backup)
        assert "which the guest needs: make room" in reason, reason
        it.programs["FrozenDisks"].free = free
        assert it.clean() is True
        it.io("root", "write -P 5 30M 1M")
        shutil.rmtree(state)
        state, made = it.copies("then"), it.backup()
        it.stop()
        it.restore(made["id"])
        assert it.same(state)


def retention():
    """Backups by count and age; those that others need stay, and so does the newest."""
    with lab({"root": 4 * MB}) as it:
        it.start()
        it.settings["keep"] = {"count": 2}
        made = []
        for n in range(4):
            it.io("root", f"write -P {n} 0 64k")
            made.append(it.backup())
        assert [each["parent"] for each in made] == [None] + [each["id"] for each in made[:3]]
        assert len(it.complete()) == 4, "the newest needs all of them"
        it.programs["CHAIN"] = 0
        made.append(it.backup())
        assert made[-1]["parent"] is None
        assert it.complete() == [each["id"] for each in made], "the last but one needs the first"
        made.append(it.backup())
        assert it.complete() == [each["id"] for each in made[4:]], it.output
        assert f"removed backup {made[0]['id']}" in it.output
        # Of another time: only the newest is kept.
        old = it.backups / "alice" / "20200101T000000Z"
        shutil.copytree(it.backups / "alice" / made[-1]["id"], old)
        it.settings["keep"] = {"count": 9, "days": 30}
        last = it.backup()
        assert not old.exists() and it.complete()[-1] == last["id"]
        archive = it.archive()
        for each in it.complete():
            (it.backups / "alice" / each).rename(it.backups / "alice" / f"2020{each[4:]}")
        before = it.complete()
        archive.remove_old(1, 1)
        assert it.complete() == before[-1:], "the last good one stays"


def clock():
    """A clock that was wrong for a while: in a year to come, and at the beginning of time."""
    with lab({"root": 4 * MB}) as it:
        it.start()
        it.settings["keep"] = {"count": 9, "days": 30}
        right, made = it.programs["time"], [it.backup()]
        for wrong in (4e9, 1e6):
            it.programs["time"] = type("Wrong", (), {"time": staticmethod(lambda: wrong), "__getattr__": lambda _, name: getattr(right, name)})()
            made.append(it.backup())
            assert made[-1]["id"] == right.strftime("%Y%m%dT%H%M%SZ", right.gmtime(wrong)), made[-1]["id"]
            it.programs["time"] = right
            if wrong > 2e9:
                assert "ahead" in it.programs["last_backup"](it, "alice", {})
            it.io("root", "write -P 1 0 64k")
            state = it.copies("state")
            made.append(it.backup())
            assert it.programs["last_backup"](it, "alice", {}).endswith("s ago")
        names = [each["id"] for each in made]
        assert it.complete() == names, "no backup is removed for its age by a clock that is wrong"
        assert [each["parent"] for each in made] == [None, *names[:-1]] and "of another time" in it.output, it.output
        it.programs["CHAIN"] = 0
        it.settings["keep"] = {"count": 1}
        last = it.backup()
        assert it.complete() == [last["id"]], "the newest stays, whatever its name is"
        it.stop()
        assert last["id"] in it.restore() and it.same(state)
    with lab({"root": 4 * MB}) as it:
        # What a revert makes first is not taken for the oldest.
        for n in range(2):
            it.io("root", f"write -P {n} 0 64k")
            it.snapshot("create", f"s{n}")
            it.snapshot("revert", f"s{n}")
        it.io("root", "write -P 9 0 64k")
        state, images, early = it.copies("state"), it.programs["Snapshots"].images, "before-revert-19700101T000000Z"

        def images_then(snapshots):
            found = images(snapshots)
            for each in found["root"].get("snapshots", []):
                each["date-sec"] = 0 if each["name"].startswith(early) else each["date-sec"]
            return found

        it.programs["Snapshots"].images = images_then
        it.programs["Snapshots"].fresh = lambda *_: early
        it.snapshot("revert", "s0")
        assert it.snapshots()[-1] == early, it.snapshots()
        it.snapshot("revert", early, options=["--discard"])
        assert it.same(state)


def options():
    """Options that are not as the usage has them are refused, not left out."""
    space = load()
    exec(compile((PROGRAMS / "guest-main.py").read_text(), "guest-main.py", "exec"), space)
    calls = []
    for name in ("backup", "restore", "verify", "hold", "snapshot"):
        arguments = space["COMMANDS"][name][1]
        space["COMMANDS"][name] = (lambda host, names, options, name=name: calls.append((name, names, options)), arguments, "")
    space["os"] = type("Root", (), {"geteuid": staticmethod(lambda: 0), "__getattr__": lambda _, name: getattr(os, name)})()
    space["Host"] = lambda: type("Host", (), {"check": lambda *_: None})()
    for words in (["backup", "--limit=9", "a"], ["backup", "--end", "a"], ["verify", "--no-boot", "a"], ["restore", "--as=b", "a"],
                  ["verify", "--seconds=9", "a"], ["hold", "--reason=a=", "a"], ["snapshot", "--discard", "a", "revert", "x"]):
        assert space["main"](*words) is None and calls.pop()[0] == words[0], words
    for words in (["backup", "--limit", "9", "a"], ["backup", "--limit=", "a"], ["backup", "--end=1", "a"], ["verify", "--no", "a"],
                  ["restore", "--as", "b", "a"], ["restore", "a", "--as="], ["verify", "--boot", "a"], ["backup", "-x", "a"]):
        with contextlib.redirect_stderr(io.StringIO()):
            assert space["main"](*words) == 2 and not calls, words
    for value in ("abc", "10M", "0", "-1", "1.5", "1234567"):
        try:
            space["number_given"]([f"--limit={value}"], "--limit", 0)
            raise AssertionError(value)
        except space["Refused"] as reason:
            assert "--limit must be a whole number" in str(reason)


def elsewhere():
    """A backup to another directory is a full one, and the series goes on without it."""
    with lab() as it:
        it.start()
        it.io("root", "write -P 5 0 1M")
        first, state = it.backup(), it.copies("state")
        other = it.work / "other"
        other.mkdir()
        it.backup(str(other))
        found = os.listdir(other / "alice")
        assert len(found) == 1 and it.clean() is True
        assert it.backup()["parent"] == first["id"]
        it.stop()
        # Under another name, from a path.
        bob = it.work / "guests/bob"
        shutil.copytree(it.directory, bob)
        it.guests["bob"] = it.guests["alice"] | {"backup": {}}
        it.own(bob)
        (bob / "console.log").write_text("log")
        text = it.restore(str(other / "alice" / found[0]), name="bob")
        assert it.same(state, "bob") and (bob / "console.log").read_text() == "log"
        kept = [each for each in os.listdir(it.work / "guests") if each.startswith(".bob.before-")]
        assert len(kept) == 1 and kept[0] in text, text
        it.restore(options=["--as=bob"])
        assert it.same(state, "bob")
        it.start()
        assert "stop it first" in it.refused(it.restore)
        assert "is not there: is it mounted?" in it.refused(it.backup, str(it.work / "gone"))


def hostile():
    """A guest's user, or its QEMU, gets nothing of root's and breaks nothing."""
    with lab() as it:
        it.start()
        secret = it.work / "secret"
        secret.write_text("secret")
        (it.directory / "efivars.fd").symlink_to(secret)
        (it.directory / "tpm").symlink_to(it.work)
        made = it.backup()
        assert set(made["files"]) == {"root.disk.zst", "data.disk.zst"}, "links are not followed"
        os.unlink(it.directory / "efivars.fd")
        os.unlink(it.directory / "tpm")
        (it.directory / "tpm").mkdir()
        (it.directory / "tpm/tpm2-00.permall").write_text("state")
        (it.directory / "efivars.fd").write_text("variables")
        it.own()
        os.mkfifo(it.directory / "tpm/fifo")
        made = it.backup()
        assert {"efivars.fd", "tpm-tpm2-00.permall"} <= set(made["files"]) and "tpm-fifo" not in made["files"]
        os.unlink(it.directory / "tpm/fifo")
        (it.directory / "efivars.fd").write_text("others")
        it.restore_off(made["id"])
        assert (it.directory / "efivars.fd").read_text() == "variables"
        assert (it.directory / "tpm/tpm2-00.permall").read_text() == "state"
        # A directory in place of a file, and a disk that is larger than QEMU said before.
        os.unlink(it.directory / "efivars.fd")
        (it.directory / "efivars.fd").mkdir()
        (it.directory / "tpm/tpm2").mkdir()
        it.start()
        assert "tpm-tpm2-00.permall" in it.backup()["files"]
        connect = it.programs["FrozenDisks"].connect

        def larger(disks, *arguments):
            client = connect(disks, *arguments)
            client.size += 512
            return client

        it.programs["FrozenDisks"].connect = larger
        assert "another size than it has" in it.refused(it.backup)
        it.programs["FrozenDisks"].connect = connect
        it.stop()
        # A socket of somebody else in place of QEMU's.
        disks = it.programs["FrozenDisks"](it, "alice")
        if os.geteuid() == 0:
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(str(it.directory / ".backup.sock"))
                listener.listen()
                assert "is not a socket of" in it.refused(disks.connect, "root")
        # What an NBD server could answer.
        refused, client_of = it.programs["Refused"], it.programs["NBD"]
        hello = b"NBDMAGICIHAVEOPT\0\3"

        def option(number, kind, data=b""):
            return struct.pack(">QIII", 0x3E889045565A9, number, kind, len(data)) + data

        good = (hello + option(8, 1) + option(10, 4, b"\0\0\0\1base:allocation") + option(10, 1)
                + option(7, 3, struct.pack(">HQH", 0, MB, 0)) + option(7, 1))

        def chunk(kind, data, flags=1, handle=1, length=None):
            return struct.pack(">IHHQI", 0x668E33EF, flags, kind, handle, len(data) if length is None else length) + data

        answers = [
            b"", b"x" * 18, hello + b"\0" * 20, hello + option(8, 1 << 31), hello + struct.pack(">QIII", 0x3E889045565A9, 8, 1, 1 << 30),
            good + chunk(1, b"", length=1 << 31), good + chunk(1, struct.pack(">Q", 1 << 40) + b"x" * 512),
            good + chunk(1, b"x" * 520, flags=0) * 9, good + chunk(2, struct.pack(">QI", 0, 1)), good + chunk(0, b"", handle=2),
            good + b"\0" * 64, good + struct.pack(">IIQ", 0x67446698, 5, 1), good + chunk(0x8001, b"\0" * 6),
            good + chunk(0, b""),
        ]
        for answer in answers:
            ours, theirs = socket.socketpair()
            ours.settimeout(10)
            thread = threading.Thread(target=lambda: (theirs.sendall(answer), theirs.shutdown(socket.SHUT_WR)))
            thread.start()
            try:
                client_of(ours, "root").read(0, 512)
                raise AssertionError(answer)
            except (refused, OSError, struct.error):
                pass
            thread.join()
        for runs in ([(0, 2)], [(1, 0)], [(511, 0)]):
            ours, theirs = socket.socketpair()
            theirs.sendall(good + chunk(5, struct.pack(">I", 1) + b"".join(struct.pack(">II", *run) for run in runs)))
            try:
                list(client_of(ours, "root").extents())
                raise AssertionError(runs)
            except refused:
                pass


def snapshots():
    """Snapshots of a guest that runs, and of one that is off; growth, backups and a restore in their presence."""
    with lab() as it:
        it.io("root", "write -P 1 0 20M")
        it.io("data", "write -P 1 0 9M")
        first = it.copies("first")
        freezes, whole = [], it.programs["frozen"]
        it.programs["frozen"] = lambda *arguments: (freezes.append(arguments), whole(*arguments))[1]
        it.snapshot("create", "first")
        assert freezes == [], "a guest that is off has nothing to freeze"
        it.start()
        full = it.backup()
        it.io("root", "write -P 2 5M 9M")
        it.io("data", "write -P 2 0 3M")
        second = it.copies("second")
        freezes.clear()
        assert "snapshot second of its disks," in it.snapshot("create", "second")
        assert freezes == [(it, "alice")], "its agent freezes the guest's file systems"
        it.io("root", "write -P 3 0 1M")
        third = it.copies("third")
        # A snapshot changes no disk: what changed is the increment, and no more.
        increment = it.backup()
        assert increment["parent"] == full["id"], it.output
        assert it.snapshots() == ["first", "second"]
        assert "alice has a snapshot second" in it.refused(it.snapshot, "create", "second")
        assert "stop alice`, and try again" in it.refused(it.snapshot, "revert", "first")
        it.stop()
        # It grows, and becomes smaller again.
        it.as_user("qemu-img", "resize", "-q", "-f", "qcow2", it.directory / "data.qcow2", "64M", check=True)
        text = it.snapshot("revert", "second")
        assert it.same(second), "all disks are as at the snapshot"
        assert "snapshot before-revert-" in text and "is as at snapshot second" in text, text
        assert it.programs["count_snapshots"](str(it.directory / "root.qcow2")) == 3
        # What was there before is not lost.
        before = it.snapshots()[-1]
        it.snapshot("revert", before, options=["--discard"])
        it.as_user("qemu-img", "resize", "-q", "--shrink", "-f", "qcow2", it.directory / "data.qcow2", "32M", check=True)
        assert it.same(third)
        it.snapshot("revert", "first")
        assert it.same(first)
        # No bitmap knows what a revert changed.
        assert it.backup()["parent"] is None
        it.start()
        assert it.same_running(first)
        it.snapshot("delete", "first")
        assert "first" not in it.snapshots()
        it.stop()
        it.snapshot("delete", "second")
        for _ in range(3):
            it.snapshot("revert", before)
        assert before in it.snapshots() and len(it.snapshots()) <= 3, it.snapshots()
        for node in it.sizes:
            checked = it.as_user("qemu-img", "check", "-f", "qcow2", it.directory / f"{node}.qcow2")
            assert checked.returncode in (0, 3), checked
        # Backups have no snapshots, and are not larger for them.
        it.restore(increment["id"])
        assert it.same(third) and it.snapshots() == []


def memory():
    """A snapshot with memory, reverted to while the guest runs."""
    with lab() as it:
        it.start()
        assert "is off" not in it.snapshot("create", "cold")
        it.io("root", "write -P 1 0 2M")
        one = it.copies("one")
        text = it.snapshot("create", "warm", options=["--memory"])
        assert "disks and memory" in text, text
        it.io("root", "write -P 2 0 2M")
        two = it.copies("two")
        assert it.backup()["parent"] is None
        assert "is without memory" in it.refused(it.snapshot, "revert", "cold")
        text = it.snapshot("revert", "warm")
        assert "before-revert-" in text and "its disks and memory" in text
        assert it.same_running(one)
        assert it.backup()["parent"] is None, "no bitmap knows what a revert changed"
        back = [each for each in it.snapshots() if each.startswith("before-revert")][0]
        it.snapshot("revert", back)
        assert it.same_running(two)
        definition = it.programs["Snapshots"].definition
        it.programs["Snapshots"].definition = lambda _: "f" * 16
        assert "another definition" in it.refused(it.snapshot, "revert", "warm")
        it.programs["Snapshots"].definition = definition
        it.stop()
        assert "is off, and has no memory" in it.refused(it.snapshot, "create", options=["--memory"])
        assert "memory of snapshot warm was not used" in it.snapshot("revert", "warm")
        assert it.same(one)
    # A device whose state QEMU cannot save, as a share's or a PCI function's.
    with lab(arguments=["-device", "nvme,serial=x"]) as it:
        it.start()
        assert "cannot be saved" in (reason := it.refused(it.snapshot, "create", "x", options=["--memory"])), reason
        it.snapshot("create", "x")


def snapshot_faults():
    """Interrupted and impossible snapshots, and a guest that answers anything."""
    with lab() as it:
        it.io("root", "write -P 1 0 2M")
        first = it.copies("first")
        it.snapshot("create", "first")
        it.io("root", "write -P 2 0 2M")
        it.io("data", "write -P 2 0 2M")
        # Killed between two disks: no start, no backup and no snapshot until it is done.
        run, calls = it.programs["Disks"].run, []

        def killed(disks, *command):
            if "-a" in command:
                calls.append(command)
                if len(calls) == 2:
                    raise KeyboardInterrupt
            return run(disks, *command)

        it.programs["Disks"].run = killed
        try:
            it.snapshot("revert", "first")
            raise AssertionError("it was not interrupted")
        except KeyboardInterrupt:
            pass
        it.programs["Disks"].run = run
        assert not it.same(first) and (it.directory / ".reverting").exists()
        for command in (lambda: it.snapshot("create"), it.backup):
            assert "revert of alice was interrupted" in it.refused(command)
        text = it.snapshot("revert", "first")
        assert "before-revert" not in text and it.same(first), "the state of two moments is not kept"
        assert not (it.directory / ".reverting").exists() and it.backup()
        # Killed while one is made: the root disk has it last, and the next snapshot clears up.
        tag = f"half@{'0' * 16}"
        it.as_user("qemu-img", "snapshot", "-c", tag, it.directory / "data.qcow2", check=True)
        assert "half" not in it.snapshots()
        it.snapshot("create", "whole")
        assert tag.encode() not in it.as_user("qemu-img", "snapshot", "-l", it.directory / "data.qcow2").stdout
        for words in (("create", "-x"), ("create", "a b"), ("create", "a/b"), ("create", "before-x"), ("create", "x" * 62)):
            assert "the name of a snapshot has" in it.refused(it.snapshot, *words)
        for words in ((), ("make",), ("revert",), ("delete", "a", "b"), ("list", "a")):
            assert "a snapshot takes a guest, then" in it.refused(it.snapshot, *words)
        assert "a snapshot takes" in it.refused(it.snapshot, "list", options=["--memory"])
        assert "has no snapshot 'gone'" in it.refused(it.snapshot, "delete", "gone")
        # No room, and disks that cannot have any.
        free = it.programs["Disks"].free
        it.programs["Disks"].free = lambda self: 1 << 20
        assert "make room" in it.refused(it.snapshot, "create")
        it.programs["Disks"].free = free
        it.guests["alice"]["disks"].append({"serial": "lake", "file": "/dev/null", "format": "raw"})
        assert "disk lake of alice cannot have snapshots" in it.refused(it.snapshot, "create")
        assert it.snapshots() == ["first", *[each for each in it.snapshots() if each.startswith("before")], "whole"]
        it.guests["alice"]["disks"].pop()
        # A QEMU that answers anything.
        it.start()
        for answer in (None, [], 7, [{"node-name": "root"}], [{"node-name": node, "image": {"snapshots": [{}]}} for node in it.sizes],
                       [{"node-name": node, "image": {"snapshots": [{"name": f"x@{'0' * 16}", "vm-state-size": "\33[2J", "date-sec": []}]}}
                        for node in it.sizes]):
            it.request, request = (lambda _: answer), it.request
            assert "\33" not in it.refused(it.snapshot, "list")
            it.request = request
        del it.guests["alice"]["snapshot"]
        assert "has no snapshot in the description" in it.refused(it.snapshot, "list")


def verified():
    """What a backup boots with: its disks, and nothing else of the guest or of the host."""
    with lab() as it:
        words = ("-nodefaults -machine pc-q35-7.2 -accel tcg -object iothread,id=disks -device pci-bridge,id=bridge0,bus=pcie.0"
                 " -drive if=pflash,unit=1,format=raw,file=efivars.fd -blockdev driver=file,node-name=root.file,filename=root.qcow2"
                 " -blockdev driver=qcow2,node-name=root,file=root.file -device virtio-blk-pci,drive=root,serial=root -m 1g").split()
        others = ("-netdev tap,id=net-a,ifname=tap-a -device virtio-net-pci,netdev=net-a,mac=x -qmp unix:/run/guests/a/qmp.sock"
                  " -blockdev driver=host_device,node-name=lake.file,filename=/dev/sda -blockdev driver=raw,node-name=lake,file=lake.file"
                  " -device virtio-blk-pci,drive=lake -device vfio-pci,host=0000:01:00.0 -device usb-host,bus=usb.0,hostbus=1"
                  " -chardev socket,id=share,path=/run/x -device vhost-user-fs-pci,chardev=share,tag=x -vnc :1 -usbdevice disk"
                  " -object memory-backend-memfd,id=memory,size=1g,hugetlb=on -machine memory-backend=memory -fw_cfg name=opt/x"
                  " -smbios type=11,value=secret -drive file=/etc/shadow -monitor stdio -hda /dev/sdb -tpmdev emulator,id=tpm").split()
        assert it.programs["words_to_boot"](words + others, {"root": None}) == words
        it.start()
        it.io("root", "write -P 1 0 1M")
        made = it.backup()
        seen = []

        def booted(host, name, disks, seconds):
            seen.append((name, seconds, sorted(os.listdir(disks.directory)), os.stat(disks.directory).st_uid))
            return "a login prompt", 3

        it.programs["boot"] = booted
        (it.directory / "store-0a.erofs").write_text("store")
        text = it.verify(options=["--seconds=7"])
        user = os.stat(it.directory).st_uid
        assert seen == [("alice", 7, ["data.qcow2", "root.qcow2", "store-0a.erofs"], user)], seen
        assert f"backup {made['id']} boots: its console shows a login prompt after 3 s" in text, text
        it.programs["boot"] = lambda *_: (None, 180)
        assert "showed no login prompt" in it.verify()
        assert "boots" not in it.verify(options=["--no-boot"])
        assert os.listdir(it.work / "guests") == ["alice"], "nothing is left"
        it.programs["FrozenDisks"].free = lambda _: 1 << 20
        assert "make room" in it.refused(it.verify) and os.listdir(it.work / "guests") == ["alice"]
        for text, up in ((b"\r\nalice login: ", 1), (b"\nlast login: today\n", 0), (b"a\nalice login: \r\n", 1), (b"", 0)):
            assert any(pattern.search(text) for pattern in it.programs["UP"].values()) == up, text


def renamed():
    """A guest that gets another name: its own series, and its former backups by their path."""
    with lab() as it:
        it.io("root", "write -P 1 0 2M")
        first, state = it.backup(), it.copies("state")
        it.io("root", "write -P 2 0 1M")
        it.directory.rename(it.work / "guests/carol")
        it.guests["carol"] = it.guests.pop("alice")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            it.programs["backup"](it, ["carol"], [])
        assert "carol: full backup" in out.getvalue(), "bitmaps of another series are not taken for its own"
        assert [each for each in os.listdir(it.backups / "alice") if each.startswith("2")] == [first["id"]]
        it.restore(str(it.backups / "alice" / first["id"]), name="carol")
        assert it.same(state, "carol")


def started():
    """A guest that is started while it is backed up: it gets its disks, and the backup is made when it runs."""
    with lab() as it:
        it.io("root", "write -P 1 0 20M")
        state, read, whole, tries = it.copies("state"), it.programs["NBD"].read, it.state, []

        def starts_after_the_first_look(name, units):
            it.state = lambda name, units: ("is being started", False)
            return "off", False

        it.state = starts_after_the_first_look
        assert "alice was started meanwhile" in it.refused(it.snapshot, "create")
        it.state = whole
        assert not it.snapshots()

        def read_and_start(self, offset, length):
            if not tries:
                tries.append(1)
                it.state = lambda name, units: ("waits to start again (1 tries)", False)
                self.socket.settimeout(120)
                it.programs["FrozenDisks"].close = close_and_start
            return read(self, offset, length)

        close = it.programs["FrozenDisks"].close

        def close_and_start(disks):
            result = close(disks)
            if not it.process:
                it.state = whole
                it.start()
            return result

        it.programs["NBD"].read = read_and_start
        it.programs["write_disk"].__globals__["time"] = SlowTime()
        made = it.backup()
        it.programs["write_disk"].__globals__["time"] = time
        it.programs["FrozenDisks"].close, it.programs["NBD"].read = close, read
        assert it.process and made["parent"] is None and it.clean() is True and len(it.complete()) == 1
        it.stop()
        it.restore(made["id"])
        assert it.same(state)


class SlowTime:
    """A clock of which each look takes two seconds."""

    def __init__(self):
        self.now = 0

    def __getattr__(self, name):
        return getattr(time, name)

    def monotonic(self):
        self.now += 2
        return self.now


def throttled():
    """A backup with a limit takes its time."""
    with lab({"root": 16 * MB}) as it:
        it.start()
        it.io("root", f"write -s {it.random(6)} 0 6M")
        state, begun = it.copies("state"), time.monotonic()
        it.backup("--limit=4")
        assert 1 <= time.monotonic() - begun < 30, time.monotonic() - begun
        it.io("root", "write -P 1 0 64k")
        it.restore_off(it.complete()[-1])
        assert it.same(state)


TESTS = {each.__name__: each for each in (
    series, iothread, off, moment, killed, ended, damaged, full, retention, clock, options, elsewhere, hostile,
    snapshots, memory, snapshot_faults, verified, renamed, throttled, started)}
if __name__ == "__main__":
    main(TESTS)
