# Backups. QEMU shows a disk as it was at one moment over NBD, and root reads it: a guest that has taken over
# its QEMU gets no file of root's, and what it sends is only ever stored as the contents of its disks.
#
# A backup ID sets a bitmap "nixvirt-ID" on each disk in the transaction that starts it, and the bitmap of the
# backup before stays until ID has its final name. So an interrupted backup leaves the bitmap that the next one
# needs, and one that nothing refers to, which the next one removes.

import calendar, fcntl, hashlib, pwd, shutil, struct

IDENTIFIER = re.compile(r"\d{8}T\d{6}Z")
LARGEST_DISK, SMALL_FILE = 1 << 46, 16 << 20
RESERVE = 128 << 20
CHAIN = 7  # A full backup after so many increments.
RECORD = struct.Struct(">cQQ")
BITMAP, MERGED = "nixvirt-", "nixvirt-merged"


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
            raise Refused(f"{name} has no disks of its own: disks with a path are backed up with what they are on")
        try:
            self.fd = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            self.allocated = {node: self.about(file).st_blocks * 512 for node, (file, _) in self.files.items()}
        except OSError as error:
            raise Refused(f"{name} cannot be backed up: {plain(error.filename)}: {error.strerror}") from None

    def lock(self):
        """Keeps other backups, and the installation, away until this is closed."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another backup of {self.name} is being made: wait until it is done") from None

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
        process = self.as_user(*command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.communicate()[1]
        if process.returncode:
            raise Refused(f"{command[0]} failed for {self.name}: {plain(errors.decode(errors='replace'))}")

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

    def bitmaps(self):
        nodes = self.nodes()
        if not set(self.files) <= set(nodes):
            raise Refused(f"{self.name} runs with other disks than the description has: restart it, then try again")
        return {node: {each["name"]: each for each in nodes[node].get("dirty-bitmaps", []) if "name" in each}
                for node in self.files}

    def connect(self, export, bitmap=None):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(120)
        connection.connect(f"/proc/self/fd/{self.fd}/.backup.sock")
        uid = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1]
        if uid != self.user.pw_uid:
            raise Refused(f"{self.directory}/.backup.sock is not a socket of {self.user.pw_name}: look who replaced it")
        return NBD(connection, export, bitmap)

    def unlink(self, file):
        try:
            os.unlink(file, dir_fd=self.fd)
        except OSError:
            pass

    def free(self):
        place = os.fstatvfs(self.fd)
        return place.f_bavail * place.f_frsize

    # A moment of the disks.

    def freeze(self, identifier, parent):
        """Keeps the disks as they are now, for readers; with an identifier, changes are recorded from now on."""
        nodes, actions = self.nodes(), []
        for node in self.files:
            size = (nodes[node].get("image") or {}).get("virtual-size")
            if not isinstance(size, int) or not 0 < size <= LARGEST_DISK or size % 512:
                raise Refused(f"disk {node} of {self.name} has no valid size")
            self.run("qemu-img", "create", "-q", "-f", "qcow2", f".backup-{node}.qcow2", str(size))
            self("blockdev-add", driver="qcow2", node_name=f"backup-{node}", backing=node,
                 file={"driver": "file", "filename": f".backup-{node}.qcow2"})
            if identifier:
                actions.append(bitmap_action("add", node, f"{BITMAP}{identifier}", persistent=True))
            if parent:
                actions += [bitmap_action("add", node, MERGED, disabled=True),
                            {"type": "block-dirty-bitmap-merge",
                             "data": {"node": node, "target": MERGED, "bitmaps": [f"{BITMAP}{parent}"]}}]
            actions.append({"type": "blockdev-backup", "data": {
                "job-id": f"backup-{node}", "device": node, "target": f"backup-{node}", "sync": "none"}})
        self("transaction", actions=actions)
        self("nbd-server-start", addr={"type": "unix", "data": {"path": ".backup.sock"}})
        for node in self.files:
            more = {"bitmaps": [MERGED]} if parent else {}
            self("block-export-add", type="nbd", id=f"backup-{node}", node_name=f"backup-{node}", name=node, **more)

    def check_frozen(self):
        """Whether the moment is still kept. A guest is more important than its backup."""
        if self.free() < RESERVE:
            raise Refused(f"{self.directory} has less than {RESERVE >> 20} MiB free, which the guest needs: make room")
        jobs = [each.get("id") for each in self("query-jobs") if each.get("status") in ("running", "ready", "standby")]
        if not all(f"backup-{node}" in jobs for node in self.files):
            raise Refused(f"{self.name} or its disks stopped during the backup: it has to be made again")

    def thaw(self):
        """Ends what freeze began, or what an interrupted backup left."""
        servers = [each.get("id") for each in self("query-block-exports")]
        if any(f"backup-{node}" in servers for node in self.files):
            self("nbd-server-stop")
        for node in self.files:
            for _ in range(100):
                if f"backup-{node}" not in [each.get("id") for each in self("query-jobs")]:
                    break
                try:
                    self("job-cancel", id=f"backup-{node}")
                except Refused:
                    pass  # It ended meanwhile.
                time.sleep(0.05)
            if f"backup-{node}" in self.nodes():
                self("blockdev-del", node_name=f"backup-{node}")
            self.unlink(f".backup-{node}.qcow2")
        self.unlink(".backup.sock")

    def forget(self, kept):
        """Removes the bitmaps of backups except one."""
        for node, found in self.bitmaps().items():
            for bitmap in found:
                if bitmap.startswith(BITMAP) and bitmap != f"{BITMAP}{kept}":
                    self("block-dirty-bitmap-remove", node=node, name=bitmap)


def bitmap_action(kind, node, name, **more):
    return {"type": f"block-dirty-bitmap-{kind}", "data": {"node": node, "name": name} | more}
