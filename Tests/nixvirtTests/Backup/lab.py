"""A guest's disks in a real QEMU that runs no instruction, and the programs of a module that back them up."""

import contextlib
import io
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PROGRAMS = pathlib.Path(__file__).resolve().parents[3] / "Sources/VirtModel/Programs"
MB = 1 << 20
USER = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def load():
    """The programs as in a module, without the part that runs a command."""
    space = {"__name__": "programs"}
    for name in ("host", "commands", "console", "hold", "state", "agent", "disks", "nbd", "backup", "archive", "take", "restore", "verify", "snapshots"):
        path = PROGRAMS / f"guest-{name}.py"
        exec(compile(path.read_text(), path, "exec"), space)
    return space


class Lab:
    """The `host` that the programs see."""

    def __init__(self, sizes=None, arguments=()):
        self.programs = load()
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="nixvirt-backup-"))
        self.work.chmod(0o711)
        self.state_directory = str(self.work / "guests")
        self.directory = self.work / "guests/alice"
        self.backups = self.work / "backups"
        self.directory.mkdir(parents=True, mode=0o700)
        self.backups.mkdir()
        self.sizes, self.arguments = sizes or {"root": 64 * MB, "data": 32 * MB}, list(arguments)
        self.settings = {"directory": str(self.backups), "keep": {"count": 14}}
        self.guests = {"alice": {
            "user": USER, "diskSize": "64m", "backup": self.settings, "snapshot": {"keep": 2},
            "disks": [{"serial": node, "file": f"{node}.qcow2", "format": "qcow2", "size": f"{size // MB}m"}
                      for node, size in self.sizes.items() if node != "root"]}}
        self.process, self.qmp, self.mounts = None, None, []
        self.as_user("qemu-img", "--version", check=True)
        for node, size in self.sizes.items():
            subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", self.directory / f"{node}.qcow2", str(size)], check=True)
        self.own()

    def own(self, directory=None):
        """Gives the files of a guest to its user."""
        directory = directory or self.directory
        if os.geteuid() == 0:
            user = pwd.getpwnam(USER)
            for path in [directory, *directory.rglob("*")]:
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)

    def random(self, megabytes):
        path = self.work / "random"
        path.write_bytes(os.urandom(megabytes * MB))
        path.chmod(0o644)
        return path

    def mount(self, path, megabytes):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", path], check=True)
        self.mounts.append(path)

    def unmount(self, path):
        subprocess.run(["umount", path], check=True)
        self.mounts.remove(path)

    def interrupt(self, stage):
        """Leaves what a backup that is killed leaves: nothing of what it would do to clean up is done."""
        class Killed(BaseException):
            pass

        def killed(*_):
            raise Killed

        space = load()
        # What this lab raises.
        space["Refused"] = self.programs["Refused"]
        disks_class = space["FrozenDisks"]
        if stage == "freeze":
            whole = disks_class.freeze
            disks_class.freeze = lambda disks, *arguments: (whole(disks, *arguments), killed())
        elif stage == "export":
            call = disks_class.__call__
            disks_class.__call__ = lambda disks, command, **arguments: (
                killed() if command == "block-export-add" else call(disks, command, **arguments))
        elif stage == "seal":
            space["Archive"].seal = killed
        else:
            whole = space["write_disk"]
            space["write_disk"] = lambda *arguments: (whole(*arguments), killed())
        thaws = [0]
        thaw = disks_class.thaw

        def only_first(disks):
            thaws[0] += 1
            if thaws[0] == 1:
                return thaw(disks)
            raise Killed

        disks_class.thaw = only_first
        time.sleep(1.1)
        with contextlib.suppress(Killed), contextlib.redirect_stdout(io.StringIO()):
            space["backup"](self, ["alice"], [])

    def restore_off(self, identifier):
        self.stop()
        return self.restore(identifier)

    def as_user(self, *command, **more):
        user = pwd.getpwnam(USER)
        words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return subprocess.run((words if os.geteuid() == 0 else []) + list(command), capture_output=True, **more)

    def start(self):
        user = pwd.getpwnam(USER)
        words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if os.geteuid() == 0 else []
        ours, theirs = socket.socketpair()
        words += ["qemu-system-x86_64", "-S", "-accel", "tcg", "-nodefaults", "-display", "none", "-m", "32", "-M", "q35",
                  "-chardev", f"socket,id=qmp,fd={theirs.fileno()}", "-mon", "qmp,mode=control", *self.arguments]
        thread = ",iothread=disks" if "iothread,id=disks" in self.arguments else ""
        for node in self.sizes:
            words += ["-blockdev", f"driver=file,node-name={node}.file,filename={node}.qcow2,discard=unmap",
                      "-blockdev", f"driver=qcow2,node-name={node},file={node}.file,discard=unmap,detect-zeroes=unmap",
                      "-device", f"virtio-blk-pci,drive={node},serial={node},id=disk-{node}{thread}"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd=self.directory, pass_fds=[theirs.fileno()])
        theirs.close()
        ours.settimeout(60)
        self.qmp = ours.makefile("rwb", buffering=0)
        self.answers = ours.makefile("rb")
        self.answers.readline()
        self.ask("qmp_capabilities")

    def stop(self):
        self.ask("quit")
        self.process.wait(30)
        self.process = None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def ask(self, command, **arguments):
        return self.request({"execute": command, "arguments": arguments})

    def request(self, request):
        self.qmp.write(json.dumps(request).encode() + b"\n")
        while line := self.answers.readline():
            answer = json.loads(line)
            if "error" in answer:
                raise self.programs["Refused"](answer["error"]["desc"])
            if "return" in answer:
                return answer["return"]
        raise self.programs["Refused"]("QEMU ended")

    # What the programs call.

    def connect(self, name, request, seconds=5):
        if not self.process or self.process.poll() is not None:
            raise self.programs["Refused"](f"{name} does not answer; is it running?")
        return socket.socket(), self.request(request), b""

    def check(self, names):
        assert all(name in self.guests for name in names), names

    def units(self, details=False):
        return {}

    def state(self, name, units):
        runs = bool(self.process) and self.process.poll() is None and name == "alice"
        return ("running" if runs else "off"), runs

    # What tests do.

    def io(self, node, command):
        """Writes to a disk as its guest would."""
        if self.process:
            answer = self.ask("human-monitor-command", **{"command-line": f'qemu-io -d /machine/peripheral/disk-{node}/virtio-backend "{command}"'})
            # What it did goes to QEMU's standard output; why it could not is here.
            assert not answer.strip(), answer
        else:
            subprocess.run(["qemu-io", "-f", "qcow2", "-c", command, self.directory / f"{node}.qcow2"],
                           check=True, stdout=subprocess.DEVNULL)

    def backup(self, *words):
        """Backs up as the command does; returns the new backup's manifest."""
        while time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()) in self.complete():
            time.sleep(0.05)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.programs["backup"](self, ["alice", *[w for w in words if not w.startswith("-")]],
                                    [w for w in words if w.startswith("-")])
        self.output = out.getvalue()
        return self.manifest(self.complete()[-1]) if not [w for w in words if w.startswith("/")] else None

    def verify(self, *words, options=()):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.programs["verify"](self, ["alice", *words], list(options))
        return out.getvalue()

    def snapshot(self, *words, options=()):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.programs["snapshot"](self, ["alice", *words], list(options))
        return out.getvalue()

    def snapshots(self):
        return [line.split()[0] for line in self.snapshot("list").splitlines()[1:]]

    def archive(self):
        return self.programs["Archive"](str(self.backups), "alice")

    def complete(self):
        return self.archive().complete()

    def manifest(self, identifier):
        return self.archive().manifest(identifier)

    def restore(self, *words, options=(), name="alice"):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.programs["restore"](self, [name, *words], list(options))
        return out.getvalue()

    def refused(self, function, *arguments, **more):
        """The reason for which something is refused."""
        try:
            function(*arguments, **more)
        except self.programs["Refused"] as reason:
            return str(reason)
        raise AssertionError("it was not refused")

    def copies(self, name):
        """Copies of the disks as they are, for comparison."""
        place = self.work / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for node in self.sizes:
            if self.process:
                self.io(node, "flush")
            subprocess.run(["qemu-img", "convert", "-U", "-f", "qcow2", "-O", "raw",
                            self.directory / f"{node}.qcow2", place / node], check=True)
        return place

    def same(self, copies, guest="alice"):
        """Whether the disks of a guest that is off are as they were when they were copied."""
        return [subprocess.run(["qemu-img", "compare", "-f", "raw", "-F", "qcow2", copies / node,
                                self.work / f"guests/{guest}/{node}.qcow2"], stdout=subprocess.DEVNULL).returncode == 0
                for node in self.sizes] == [True] * len(self.sizes)

    def same_running(self, copies):
        now = self.copies("running now")
        return [(now / node).read_bytes() == (copies / node).read_bytes() for node in self.sizes] == [True] * len(self.sizes)

    def clean(self):
        """Whether a backup left nothing: in QEMU, in the guest's directory, in that of the backups."""
        nodes = [each["node-name"] for each in self.ask("query-named-block-nodes", flat=True)]
        left = [self.ask("query-jobs"), self.ask("query-block-exports"),
                [node for node in nodes if node.startswith("backup")],
                [each for each in os.listdir(self.directory) if each.startswith(".backup")],
                [each for each in os.listdir(self.backups / "alice") if each.startswith(".")]]
        return left == [[]] * 5 or left

    def close(self):
        if self.process:
            self.kill()
        for path in list(self.mounts):
            self.unmount(path)
        shutil.rmtree(self.work, ignore_errors=True)


def main(tests):
    """Runs the tests that are named, or all of them."""
    for name in sys.argv[1:] or list(tests):
        started = time.monotonic()
        tests[name]()
        print(f"{name}: passed in {time.monotonic() - started:.1f} s", flush=True)
