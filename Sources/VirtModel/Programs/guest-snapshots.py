# Snapshots in the qcow2 images of disks: a disk that grows, is backed up or moved needs to know nothing of them.
# The bitmaps of backups do: they are removed before a revert, and a full backup follows.
#
# QEMU's name of a snapshot ends with the definition that the guest had. The root disk gets a snapshot last, and
# loses it first: one that it does not have was interrupted.

SNAPSHOT = re.compile(r"([a-zA-Z0-9][a-zA-Z0-9._-]{0,60})@([0-9a-f]{16})")
RESERVED, BEFORE_REVERT = "before-", "before-revert-"


class Snapshots:
    def __init__(self, host, name):
        if "snapshot" not in host.guests[name]:
            raise Refused(f"{name} has no snapshot in the description: add snapshot = {{ }};")
        state, self.runs = host.state(name, host.units(details=True))
        if not self.runs and not state.startswith(("off", "failed", "held")):
            raise Refused(f"{name} is {state}: wait, then try again")
        self.host, self.name, self.disks = host, name, Disks(host, name)
        self.other = sorted(node for node, (_, form) in self.disks.files.items() if form != "qcow2")
        self.other += sorted(disk["serial"] for disk in host.guests[name].get("disks", [])
                             if "size" not in disk and not disk.get("readOnly"))
        self.disks.files = {node: file for node, file in self.disks.files.items() if node not in self.other}
        self.order = sorted(self.disks.files, key=lambda node: (node == "root", node))

    def images(self):
        if self.runs:
            return self.disks.images()
        return {node: json.loads(self.disks.run("qemu-img", "info", "--output=json", "-f", "qcow2", file))
                for node, (file, _) in self.disks.files.items()}

    def found(self):
        """QEMU's names of snapshots; for each, the size of the memory and the time, by disk."""
        result, places, images = {}, {}, self.images()
        for node in self.order:
            for place, each in enumerate(images[node].get("snapshots", [])):
                if SNAPSHOT.fullmatch(each["name"]):
                    result.setdefault(each["name"], {})[node] = (int(each["vm-state-size"]), int(each["date-sec"]))
                    places[each["name"]] = place
        # An image lists them as they were made; the clock may have been wrong.
        return dict(sorted(result.items(), key=lambda each: places[each[0]]))

    def complete(self):
        return {tag: disks for tag, disks in self.found().items() if self.order[-1] in disks}

    def fresh(self, prefix):
        """A name for a snapshot of this second."""
        name, used = prefix + time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), {tag.partition("@")[0] for tag in self.found()}
        return next(each for each in [name, *(f"{name}-{n}" for n in range(2, 100))] if each not in used)

    def definition(self):
        place = RUNNING if self.runs else "/etc/nixvirt/guests"
        return content(f"{place}/{self.name}/definition") or "0" * 16

    def pick(self, name):
        for tag in self.complete():
            if tag.partition("@")[0] == name:
                return tag
        raise Refused(f"{self.name} has no snapshot {plain(name)!r}: `nixvirt-guest snapshot {self.name} list` shows them")

    def job(self, command, **arguments):
        """Does what takes QEMU a while; the guest does not run meanwhile."""
        for each in self.disks("query-jobs"):
            if each.get("id") == "snapshot" and each.get("status") == "concluded":
                self.disks("job-dismiss", id="snapshot")
        self.disks(command, job_id="snapshot", vmstate=self.order[-1], devices=self.order, **arguments)
        while True:
            jobs = [each for each in self.disks("query-jobs") if each.get("id") == "snapshot"]
            if not jobs or jobs[0].get("status") == "concluded":
                break
            time.sleep(0.1)
        if jobs:
            self.disks("job-dismiss", id="snapshot")
            if "error" in jobs[0]:
                raise Refused(f"{self.name}: {plain(jobs[0]['error'])}")

    def create(self, name, memory):
        if self.other:
            raise Refused(f"disk {self.other[0]} of {self.name} cannot have snapshots, only qcow2 images in the guest's "
                          "directory can: take one of the file system or volume that it is on")
        if memory and not self.runs:
            raise Refused(f"{self.name} is off, and has no memory: leave out --memory")
        needed = RESERVE
        if memory:
            reasons = self.disks("query-migrate").get("blocked-reasons", [])
            if reasons:
                raise Refused(f"{self.name} has devices whose state cannot be saved, for example shares or PCI devices "
                              f"({plain(reasons[0])}): leave out --memory")
            needed += self.disks("query-memory-size-summary")["base-memory"]
        if self.disks.free() < needed:
            raise Refused(f"{self.disks.directory} has {self.disks.free() >> 20} MiB free, but a snapshot needs "
                          f"{needed >> 20} MiB: make room")
        begun, found = time.monotonic(), self.found()
        for tag in found:
            if self.order[-1] not in found[tag]:
                self.remove(tag)
            elif tag.partition("@")[0] == name:
                raise Refused(f"{self.name} has a snapshot {name}: delete it, or choose another name")
        tag = f"{name}@{self.definition()}"
        if memory:
            self.job("snapshot-save", tag=tag)
        else:
            if not self.runs:
                self.disks.open(self.disks.files)
            with frozen(self.host, self.name) if self.runs else contextlib.nullcontext():
                self.disks("transaction", actions=[{"type": "blockdev-snapshot-internal-sync",
                                                    "data": {"device": node, "name": tag}} for node in self.order])
            if not self.disks.close():
                raise Refused(f"the disks of {self.name} could not be written: see the lines before this one")
            self.disks.process = None
        print(f"{self.name}: snapshot {name} of its disks{' and memory' if memory else ''}, "
              f"{time.monotonic() - begun:.1f} s", flush=True)

    def remove(self, tag):
        for node in reversed(self.order):
            if node not in self.found().get(tag, {}):
                continue
            if self.runs:
                self.disks("blockdev-snapshot-delete-internal-sync", device=node, name=tag)
            else:
                self.disks.run("qemu-img", "snapshot", "-q", "-d", tag, "--image-opts", self.options(node))

    def options(self, node):
        return f"driver=qcow2,file.driver=file,file.filename={self.disks.files[node][0]}"

    def revert(self, name, discards):
        tag, interrupted = self.pick(name), os.path.lexists(f"{self.disks.directory}/{REVERTING}")
        disks = self.complete()[tag]
        newer = [node for node in self.order if node not in disks]
        stop = f"`nixvirt-guest stop {self.name}`, and try again"
        if self.runs and not any(size for size, _ in disks.values()):
            raise Refused(f"{self.name} runs, and snapshot {name} is without memory: {stop}")
        if self.runs and (newer or self.definition() != tag.partition("@")[2]):
            raise Refused(f"{self.name} had another definition at snapshot {name}, so that its memory is of no use: {stop}")
        if not discards and not interrupted:
            self.create(self.fresh(BEFORE_REVERT), self.runs)
        if self.runs:
            for node, found in self.disks.bitmaps().items():
                for bitmap in found:
                    self.disks("block-dirty-bitmap-remove", node=node, name=bitmap)
            self.job("snapshot-load", tag=tag)
        else:
            self.revert_off(tag, [node for node in self.order if node in disks])
        print(f"{self.name}: is as at snapshot {name}", flush=True)
        if newer:
            print(f"{self.name}: has disks that are newer than the snapshot, and stay as they are: {' '.join(newer)}")
        if not self.runs and any(size for size, _ in disks.values()):
            print(f"{self.name}: the memory of snapshot {name} was not used: revert while the guest runs to continue there")
        self.prune(tag)

    def revert_off(self, tag, nodes):
        """One disk after the other. A mark keeps the guest from a start with disks of different moments."""
        with open(os.open(REVERTING, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644, dir_fd=self.disks.fd), "w") as file:
            os.fsync(file.fileno())
        images = self.images()
        for node in nodes:
            for bitmap in images[node]["format-specific"]["data"].get("bitmaps", []):
                self.disks.run("qemu-img", "bitmap", "--remove", "-f", "qcow2", "--", self.disks.files[node][0], bitmap["name"])
            self.disks.run("qemu-img", "snapshot", "-q", "-a", tag, "--image-opts", self.options(node))
        self.disks.unlink(REVERTING)

    def prune(self, used):
        """Of the snapshots before a revert, some are kept, and always the one that was used."""
        automatic = [tag for tag in self.complete() if tag.startswith(BEFORE_REVERT)]
        for tag in automatic[:-self.host.guests[self.name]["snapshot"]["keep"]]:
            if tag != used:
                self.remove(tag)

    def list(self):
        rows = [("SNAPSHOT", "MADE", "MEMORY", "DISKS")]
        for tag, disks in self.complete().items():
            memory, made = max(size for size, _ in disks.values()), max(seconds for _, seconds in disks.values())
            rows.append((tag.partition("@")[0], time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(made)),
                         f"{memory >> 20} MiB" if memory else "", " ".join(sorted(disks))))
        table(rows)


def snapshot(host, names, options):
    host.check(names[:1])
    action, chosen = (names + [""])[1], names[2:]
    most = {"create": 1, "list": 0, "revert": 1, "delete": 1}.get(action, -1)
    allowed = {"create": ["--memory"], "revert": ["--discard"]}.get(action, [])
    if not (action in ("revert", "delete")) <= len(chosen) <= most or set(options) - set(allowed):
        raise Refused("a snapshot takes a guest, then create, list, revert or delete, and the name of the snapshot")
    snapshots = Snapshots(host, names[0])
    try:
        if action == "list":
            return snapshots.list()
        snapshots.disks.lock(snapshots.runs, reverting=action == "revert")
        if action == "create":
            name = chosen[0] if chosen else snapshots.fresh("")
            if not SNAPSHOT.fullmatch(f"{name}@{'0' * 16}") or name.startswith(RESERVED):
                raise Refused("the name of a snapshot has at most 61 letters, digits, dots, dashes and underscores, "
                              "and does not start with before-")
            snapshots.create(name, bool(options))
        elif action == "revert":
            snapshots.revert(chosen[0], bool(options))
        else:
            snapshots.remove(snapshots.pick(chosen[0]))
    # A guest's QEMU can answer in any shape.
    except MISSHAPEN as error:
        raise Refused(f"a snapshot of {names[0]} failed: {plain(error)}") from None
    finally:
        snapshots.disks.close()
        os.close(snapshots.disks.fd)


def snapshot_count(host, name, units):
    counts = [count_snapshots(f"{host.state_directory}/{name}/{file}") for file, _ in thin_disks(host.guests[name])]
    return str(max(counts, default=0) or "")


MORE_COMMANDS["snapshot"] = (snapshot, "[--memory | --discard] GUEST create|list|revert|delete [SNAPSHOT]",
                             "Create, list and delete snapshots of a guest's disks, and revert to one; create --memory: "
                             "also of its memory. revert first makes a snapshot of the present state; --discard: it does not.")
MORE_COLUMNS["SNAPSHOTS"] = ("snapshot", snapshot_count)
