class Archive:
    """The backups of a guest in DIRECTORY/NAME. All of it is root's alone."""

    def __init__(self, directory, name):
        self.place, self.name = f"{directory}/{name}", name

    def prepare(self):
        """Makes the directory, and removes what an interrupted backup left in it."""
        if not os.path.isdir(os.path.dirname(self.place)):
            raise Refused(f"{os.path.dirname(self.place)} is not there: is it mounted?")
        os.makedirs(self.place, 0o700, exist_ok=True)
        about = os.lstat(self.place)
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o022:
            raise Refused(f"{self.place} must be a directory that only root can write to")
        for entry in os.listdir(self.place):
            if entry.startswith(".") and entry.endswith(".new") and IDENTIFIER.fullmatch(entry[1:-4]):
                shutil.rmtree(f"{self.place}/{entry}")

    def has(self, identifier):
        """Whether a backup is finished."""
        return bool(IDENTIFIER.fullmatch(identifier)) and os.path.exists(f"{self.place}/{identifier}/manifest.json")

    def complete(self):
        """The backups that are finished, the oldest first. Names do not give the order: the clock may have been wrong."""
        try:
            names = sorted(filter(self.has, os.listdir(self.place)))
        except OSError:
            return []
        numbers, last = {}, 0
        for each in names:
            # One whose manifest is damaged is where its name has it.
            numbers[each] = last = self.number(each) or last
        return sorted(names, key=lambda each: (numbers[each], each))

    def number(self, identifier):
        """The number of a backup in the order in which they were made; 0 for a manifest that is damaged."""
        try:
            with open(f"{self.place}/{identifier}/manifest.json") as file:
                return int(json.load(file)["number"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return 0

    def manifest(self, identifier):
        try:
            with open(f"{self.place}/{identifier}/manifest.json") as file:
                found = json.load(file)
            parent, disks, files = found["parent"], found["disks"], found["files"]
            right = (found["format"] == 1 and found["number"] > 0 and (parent is None or IDENTIFIER.fullmatch(parent)) and disks
                     and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,20}", disk) and about["format"] in ("qcow2", "raw")
                             and 0 < about["size"] <= LARGEST_DISK and f"{disk}.disk.zst" in files
                             for disk, about in disks.items())
                     and all(re.fullmatch(r"(tpm-)?[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,63}", file) for file in files))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            right = False
        if not right:
            raise Refused(f"{self.place}/{plain(identifier)} is not a backup, or its manifest.json is damaged: "
                          "choose another backup")
        return found

    def chain(self, identifier):
        """A backup and those that it needs, itself first."""
        found = []
        while identifier is not None:
            if not self.has(identifier) or identifier in found:
                raise Refused(f"backup {plain(identifier)} is missing in {self.place}, and later ones need it: "
                              "copy it back, or choose an older backup")
            found.append(identifier)
            identifier = self.manifest(identifier)["parent"]
        return found

    def verify(self, identifier):
        """Compares all that a backup needs with the manifests."""
        chain = self.chain(identifier)
        for each in chain:
            for file, about in self.manifest(each)["files"].items():
                path = f"{self.place}/{each}/{file}"
                try:
                    right = os.path.getsize(path) == about["bytes"] and digest(path) == about["sha256"]
                except OSError:
                    right = False
                if not right:
                    raise Refused(f"{path} is not what was backed up: do not restore backup {each} or a later one "
                                  "that needs it; choose another backup")
        return chain

    def seal(self, staging, identifier, about):
        """Gives a backup its final name when all of it is on the disk."""
        files = {}
        for file in sorted(os.listdir(staging)):
            sync(f"{staging}/{file}")
            files[file] = {"bytes": os.path.getsize(f"{staging}/{file}"), "sha256": digest(f"{staging}/{file}")}
        with open(f"{staging}/manifest.json", "x") as file:
            json.dump(about | {"files": files}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        sync(staging)
        os.rename(staging, f"{self.place}/{identifier}")
        sync(self.place)
        return sum(each["bytes"] for each in files.values())

    def remove_old(self, count, days):
        """Removes backups over a count or an age: never the newest, and none that a newer one needs."""
        known = self.complete()
        oldest = identifier_at(time.time() - days * 86400) if days else ""
        if days and len(known) > 1 and not oldest <= known[-2] <= known[-1]:
            print(f"<4>{self.name}: no backup is removed for its age, because the one before, {known[-2]}, is of another time: "
                  "if the clock of this host was wrong, remove the backups with wrong dates", flush=True)
            oldest = ""
        kept = {known[-1]}
        for each in known[-count:]:
            if each >= oldest or each == known[-1]:
                kept.add(each)
                try:
                    kept.update(self.chain(each))
                except Refused:
                    pass  # What it needs may be copied back.
        for each in known:
            if each not in kept:
                # Under this name, one that is half removed does not count as a backup.
                os.rename(f"{self.place}/{each}", f"{self.place}/.{each}.new")
                shutil.rmtree(f"{self.place}/.{each}.new")
                print(f"{self.name}: removed backup {each}", flush=True)


def identifier_at(seconds):
    """The name of a backup that is made at a time."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path):
    opened = os.open(path, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)


def write_disk(disks, node, path, bitmap, limit):
    """Writes what a backup needs of a disk as records: kind, offset and length, and then data."""
    client = disks.connect(node, bitmap)
    if client.size != disks.sizes[node]:
        raise Refused(f"the QEMU of {disks.name} shows disk {node} with another size than it has: restart the guest")
    with open(path, "xb") as file:
        packer = subprocess.Popen(["zstd", "-q", "-c", "-T0"], stdin=subprocess.PIPE, stdout=file,
                                  stderr=subprocess.PIPE, umask=0o077)
    try:
        started, read, checked = time.monotonic(), 0, 0
        for offset, length, is_zero in client.extents(bitmap):
            if is_zero:
                packer.stdin.write(RECORD.pack(b"z", offset, length))
                continue
            for start in range(offset, offset + length, NBD.BLOCK):
                count = min(NBD.BLOCK, offset + length - start)
                packer.stdin.write(RECORD.pack(b"d", start, count) + client.read(start, count))
                read += count
                if limit and (early := read / limit - (time.monotonic() - started)) > 0:
                    time.sleep(min(early, 60))
                if time.monotonic() - checked > 1:
                    disks.check_frozen()
                    checked = time.monotonic()
        packer.stdin.write(RECORD.pack(b"e", client.size, 0))
        packer.stdin.close()
        if packer.wait() == 0:
            return {"size": client.size, "format": disks.files[node][1]}
    except BrokenPipeError:
        pass
    finally:
        if packer.returncode is None:
            packer.kill()
    reason = plain(packer.stderr.read().decode(errors="replace").strip())
    raise Refused(f"{os.path.dirname(path)} cannot be written: {reason}: make room, or name another directory")


def read_disk(path, size):
    """The records of a disk, checked: kind, offset, length, data."""
    unpacker = subprocess.Popen(["zstd", "-q", "-d", "-c", path], stdout=subprocess.PIPE)
    reached = 0
    try:
        while True:
            header = unpacker.stdout.read(RECORD.size)
            kind, offset, length = RECORD.unpack(header) if len(header) == RECORD.size else (b"", 0, 0)
            if kind == b"e" and offset == size:
                return
            if kind not in (b"d", b"z") or offset < reached or not length or offset + length > size \
                    or (kind == b"d" and length > NBD.BLOCK):
                raise Refused(f"{path} has no valid contents: choose another backup")
            reached = offset + length
            data = unpacker.stdout.read(length) if kind == b"d" else b""
            if kind == b"d" and len(data) != length:
                raise Refused(f"{path} has no valid contents: choose another backup")
            yield kind, offset, length, data
    finally:
        unpacker.kill()
        unpacker.wait()


def small_files(disks):
    """The firmware's variables and the TPM's state: files of the guest's user, which could be anything."""
    found = {}
    for place, prefix in ((".", ""), ("tpm", "tpm-")):
        try:
            fd = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=disks.fd)
        except OSError:
            continue
        for entry in (["efivars.fd"] if not prefix else sorted(os.listdir(fd))[:32]):
            try:
                file = os.open(entry, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=fd)
            except OSError:
                continue
            about = os.fstat(file)
            if not stat.S_ISREG(about.st_mode):
                os.close(file)
                continue
            with open(file, "rb") as opened:
                if re.fullmatch(r"[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,59}", entry) and about.st_uid == disks.user.pw_uid \
                        and about.st_nlink == 1 and about.st_size <= SMALL_FILE:
                    found[prefix + entry] = opened.read(SMALL_FILE)
        os.close(fd)
    return found


def room(directory, needed):
    """Refuses a backup that may not fit: compression makes it smaller, but nobody knows by how much."""
    place = os.statvfs(directory)
    if needed > (free := place.f_bavail * place.f_frsize):
        raise Refused(f"{directory} has {free >> 20} MiB free, but the backup can take {needed >> 20} MiB: "
                      "remove old backups, or name another directory")


def number_given(options, name, default):
    """The value of an option that is a number."""
    for each in options:
        if each.startswith(f"{name}="):
            if not re.fullmatch(r"[1-9][0-9]{0,5}", value := each.partition("=")[2]):
                raise Refused(f"{name} must be a whole number from 1 to 999999, not {plain(value)!r}")
            return int(value)
    return default
