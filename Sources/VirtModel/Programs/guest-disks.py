# Disks of guests, for backups and snapshots. Programs that read what a guest wrote run as the guest's user.

import calendar, fcntl, hashlib, pwd, shutil, struct

RESERVE = 128 << 20
# The errors of answers that have another shape than QEMU's own.
MISSHAPEN = (OSError, ValueError, struct.error, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
REVERTING = ".reverting"


class Started(Refused):
    pass


class Disks:
    """The disks of a guest, in its QEMU or, if it is off, in a program that has them open as its user."""

    def __init__(self, host, name):
        self.host, self.name, self.process, self.monitor = host, name, None, None
        guest, self.directory = host.guests[name], f"{host.state_directory}/{name}"
        self.user = pwd.getpwnam(guest["user"])
        self.files = {disk["serial"]: (disk["file"], disk["format"]) for disk in guest.get("disks", []) if "size" in disk}
        if "diskSize" in guest:
            self.files.setdefault("root", ("root.qcow2", "qcow2"))
        if not self.files:
            raise Refused(f"{name} has no disks of its own: disks with a path are backed up by other means")
        try:
            self.fd = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            self.allocated = {node: self.about(file).st_blocks * 512 for node, (file, _) in self.files.items()}
        except OSError as error:
            raise Refused(f"{name} has no disks yet: {plain(error.filename)}: {error.strerror}") from None

    def lock(self, runs=True, reverting=False):
        """Keeps other backups and snapshots away, and the start of a guest that is off, until this is closed."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another backup, restore or snapshot of {self.name} is being made: wait until it is done") from None
        if not runs and not self.is_off():
            raise Started(f"{self.name} was started meanwhile: try again")
        if not reverting and os.path.lexists(f"{self.directory}/{REVERTING}"):
            raise Refused(f"a revert of {self.name} was interrupted: `nixvirt-guest snapshot {self.name} revert` again")

    def is_off(self):
        return self.host.state(self.name, self.host.units(details=True))[0].startswith(("off", "failed", "held"))

    def about(self, file):
        """A file of the guest's user, not a link that it made."""
        about = os.lstat(f"{self.directory}/{file}")
        if not stat.S_ISREG(about.st_mode) or about.st_uid != self.user.pw_uid:
            raise Refused(f"{self.directory}/{plain(file)} is not a file of {self.user.pw_name}: look who replaced it")
        return about

    def as_user(self, *command, **more):
        words = ["setpriv", "--reuid", str(self.user.pw_uid), "--regid", str(self.user.pw_gid), "--clear-groups",
                 "--no-new-privs", "--bounding-set=-all", "--pdeathsig", "TERM"]
        return subprocess.Popen((words if os.geteuid() == 0 else []) + list(command), cwd=self.directory,
                                stdin=subprocess.DEVNULL, umask=0o077, **more)

    def run(self, *command):
        process = self.as_user(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output, errors = process.communicate()
        if process.returncode:
            raise Refused(f"{command[0]} failed for {self.name}: {plain(errors.decode(errors='replace'))}")
        return output

    def open(self, files):
        """Opens disks of a guest that is off."""
        ours, theirs = socket.socketpair()
        words = ["qemu-storage-daemon", "--chardev", f"socket,id=monitor,fd={theirs.fileno()}", "--monitor", "chardev=monitor"]
        for node, (file, form) in files.items():
            words += ["--blockdev", f"driver=file,node-name={node}.file,filename={file},discard=unmap",
                      "--blockdev", f"driver={form},node-name={node},file={node}.file,discard=unmap,detect-zeroes=unmap"]
        self.process = self.as_user(*words, pass_fds=[theirs.fileno()])
        theirs.close()
        ours.settimeout(120)
        self.monitor = ours.makefile("rwb", buffering=0)
        self.lines = ours.makefile("rb")
        try:
            self.lines.readline(1 << 20)
            self("qmp_capabilities")
        except (OSError, Refused):
            raise Refused(f"the disks of {self.name} cannot be opened: is it running, or being installed?") from None

    def close(self):
        """Ends the program that has the disks open; returns whether it wrote all of them."""
        if self.process:
            self.process.terminate()
            return self.process.wait() == 0
        return True

    def __call__(self, command, **arguments):
        request = {"execute": command, "arguments": {key.replace("_", "-"): value for key, value in arguments.items()}}
        if not self.process:
            connection, answer, _ = self.host.connect(self.name, request, 120)
            connection.close()
            return answer
        self.monitor.write(json.dumps(request).encode() + b"\n")
        while line := self.lines.readline(1 << 22):
            answer = json.loads(line)
            if "error" in answer:
                raise Refused(f"{self.name}: {plain(answer['error'].get('desc'))}")
            if "return" in answer:
                return answer["return"]
        raise Refused(f"the disks of {self.name} were closed: see the lines before this one")

    def nodes(self):
        """What QEMU has open, by name: of what it answers, only what has a name and a shape."""
        return {each["node-name"]: each for each in self("query-named-block-nodes", flat=True)
                if isinstance(each, dict) and isinstance(each.get("node-name"), str)}

    def images(self):
        """What QEMU reports of the image of each disk."""
        nodes = self.nodes()
        if not set(self.files) <= set(nodes):
            raise Refused(f"{self.name} runs with other disks than the description has: restart it, then try again")
        return {node: nodes[node].get("image") or {} for node in self.files}

    def bitmaps(self):
        self.images()
        nodes = self.nodes()
        return {node: {each["name"]: each for each in nodes[node].get("dirty-bitmaps", []) if "name" in each}
                for node in self.files}

    def unlink(self, file):
        try:
            os.unlink(file, dir_fd=self.fd)
        except OSError:
            pass

    def free(self):
        place = os.fstatvfs(self.fd)
        return place.f_bavail * place.f_frsize
