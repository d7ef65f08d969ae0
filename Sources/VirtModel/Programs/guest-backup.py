# Backups. QEMU shows a disk as it was at one moment over NBD, and root reads it: a guest that has taken over
# its QEMU gets no file of root's, and what it sends is only ever stored as the contents of its disks.
#
# A backup ID sets a bitmap "nixvirt-ID" on each disk in the transaction that starts it, and the bitmap of the
# backup before stays until ID has its final name. So an interrupted backup leaves the bitmap that the next one
# needs, and one that nothing refers to, which the next one removes.

IDENTIFIER = re.compile(r"[0-9]{8}T[0-9]{6}Z")
LARGEST_DISK, SMALL_FILE = 1 << 46, 16 << 20
CHAIN = 7  # A full backup after so many increments.
RECORD = struct.Struct(">cQQ")
BITMAP, MERGED = "nixvirt-", "nixvirt-merged"


class FrozenDisks(Disks):
    """The disks of a guest as they were at one moment."""

    def connect(self, export, bitmap=None):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(120)
        connection.connect(f"/proc/self/fd/{self.fd}/.backup.sock")
        uid = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1]
        if uid != self.user.pw_uid:
            raise Refused(f"{self.directory}/.backup.sock is not a socket of {self.user.pw_name}: look who replaced it")
        return NBD(connection, export, bitmap)

    def most(self):
        """How many bytes a full backup can have. Files can be larger than their disks: snapshots are in them."""
        sizes = {node: image.get("virtual-size") for node, image in self.images().items()}
        return sum(min(size, sizes[node]) for node, size in self.allocated.items())

    def freeze(self, identifier, parent):
        """Keeps the disks as they are now, for readers; with an identifier, changes are recorded from now on."""
        nodes, actions, self.sizes = self.nodes(), [], {}
        for node in self.files:
            size = (nodes[node].get("image") or {}).get("virtual-size")
            if not isinstance(size, int) or not 0 < size <= LARGEST_DISK or size % 512:
                raise Refused(f"disk {node} of {self.name} has no valid size")
            self.sizes[node] = size
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
        if self.process and not self.is_off():
            raise Started(f"{self.name} was started meanwhile: try again")
        jobs = [each.get("id") for each in self("query-jobs") if each.get("status") in ("running", "ready", "standby")]
        if not all(f"backup-{node}" in jobs for node in self.files):
            raise Refused(f"{self.name} or its disks stopped during the backup: it has to be made again")

    def thaw(self):
        """Ends what freeze began, or what an interrupted backup left."""
        try:
            self("nbd-server-stop")
        except Refused:
            pass  # None was started.
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
