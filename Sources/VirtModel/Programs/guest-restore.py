def found_backup(host, name, words):
    """The archive and the backup that words name: the newest by default, one by its ID, or a path to one."""
    if words[1:]:
        raise Refused(f"one guest and one backup at a time: what is {plain(words[1])!r}?")
    word = words[0] if words else ""
    directory = host.guests[name].get("backup", {}).get("directory")
    if word.startswith("/"):
        place, identifier = os.path.split(os.path.normpath(word))
        archive = Archive(*os.path.split(place))
    elif directory:
        archive = Archive(directory, name)
        identifier = word or (archive.complete() or [None])[-1]
    else:
        raise Refused(f"{name} has no backup in the description: name the path of a backup")
    if identifier is None:
        raise Refused(f"there is no backup in {archive.place}")
    return archive, identifier


def restore(host, names, options):
    host.check(names[:1])
    archive, identifier = found_backup(host, names[0], names[1:])
    target = next((each.partition("=")[2] for each in options if each.startswith("--as=")), names[0])
    host.check([target])

    def check_off():
        state, runs = host.state(target, host.units(details=True))
        if runs or not state.startswith(("off", "failed", "held")):
            raise Refused(f"{target} is {state}: stop it first, `nixvirt-guest stop {target}`")

    check_off()
    chain = archive.verify(identifier)
    place = f"{host.state_directory}/{target}"
    if content(f"{HELD}/{target}") and not os.path.lexists(place):
        # It comes from another host, and was never started on this one.
        user = pwd.getpwnam(host.guests[target]["user"])
        os.makedirs(place, 0o700)
        os.chown(place, user.pw_uid, user.pw_gid)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    old = restore_chain(host, target, archive, chain, check_off)
    print(f"{target}: restored backup {identifier} of {archive.name}; what was there before is in {old}: "
          f"remove it when the guest is as it must be")
    if target != archive.name:
        print(f"{target}: has its own MAC addresses and UUID; give it its own machine ID and SSH host keys")


def write_disks(host, target, archive, chain, new):
    """Makes a directory with the disks of a backup, and its firmware's variables and TPM."""
    disks, about = FrozenDisks.__new__(FrozenDisks), archive.manifest(chain[0])
    disks.host, disks.name, disks.process = host, target, None
    disks.user = pwd.getpwnam(host.guests[target]["user"])
    wanted = {disk["serial"]: disk["file"] for disk in host.guests[target].get("disks", []) if "size" in disk}
    if "diskSize" in host.guests[target]:
        wanted.setdefault("root", "root.qcow2")
    if missing := set(about["disks"]) - set(wanted):
        raise Refused(f"{target} has no disk {plain(sorted(missing)[0])} in the description: add it before you restore")
    shutil.rmtree(new, ignore_errors=True)
    os.mkdir(new, 0o700)
    os.chown(new, disks.user.pw_uid, disks.user.pw_gid)
    disks.directory, disks.fd = new, os.open(new, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    disks.files = {node: (wanted[node], each["format"]) for node, each in about["disks"].items()}
    try:
        for node, (file, form) in disks.files.items():
            disks.run("qemu-img", "create", "-q", "-f", form, file, str(about["disks"][node]["size"]))
        disks.open(disks.files)
        disks("nbd-server-start", addr={"type": "unix", "data": {"path": ".backup.sock"}})
        for node in disks.files:
            write_back(disks, archive, chain, node)
        if not disks.close():
            raise Refused(f"the disks of {target} could not be written: see the lines before this one")
        disks.unlink(".backup.sock")
        for file in about["files"]:
            if not file.endswith(".disk.zst"):
                place_file(disks, archive, chain[0], file)
    except BaseException:
        disks.process and disks.process.poll() is None and disks.process.kill()
        shutil.rmtree(new, ignore_errors=True)
        raise
    return disks


def write_back(disks, archive, chain, node):
    """Writes a disk, one backup after the other from the full one."""
    disks("block-export-add", type="nbd", id=f"backup-{node}", node_name=node, name=node, writable=True)
    client = disks.connect(node)
    for each in reversed(chain):
        size = archive.manifest(each)["disks"][node]["size"]
        for kind, offset, length, data in read_disk(f"{archive.place}/{each}/{node}.disk.zst", size):
            if disks.free() < RESERVE:
                raise Refused(f"{disks.directory} has less than {RESERVE >> 20} MiB free, which the guests need: make room")
            if offset + length <= client.size:
                client.write(offset, data) if kind == b"d" else client.write_zeroes(offset, length)
    client.socket.close()


def restore_chain(host, target, archive, chain, check_off):
    """Makes a directory with the disks of a backup, and swaps it with the guest's in one step."""
    final, new = f"{host.state_directory}/{target}", f"{host.state_directory}/.{target}.restored"
    try:
        before = os.open(final, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        raise Refused(f"{final} is not there: start {target} once, and stop it") from None
    try:
        # The guest's start waits for it.
        fcntl.flock(before, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(before)
        raise Refused(f"another backup, restore or snapshot of {target} is being made: wait until it is done") from None
    try:
        check_off()
        disks = write_disks(host, target, archive, chain, new)
        keep_others(disks, final, new)
        for file, _ in disks.files.values():
            sync(f"{new}/{file}")
        os.fsync(disks.fd)
        check_off()
        # It gets the name under which the disks of before are kept, and is swapped with them after that: no
        # interruption takes them for a restore that was not finished.
        old = unused(f"{host.state_directory}/.{target}.before-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
        os.rename(new, old)
        new = old
        exchange(new, final)
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, (OSError, ValueError, struct.error)):
            raise Refused(f"{target} was not restored: {plain(error)}; its disks are as they were") from None
        raise
    finally:
        os.close(before)
    sync(host.state_directory)
    return old


def place_file(disks, archive, identifier, file):
    """Writes the firmware's variables, or a file of the TPM."""
    place, entry = ("tpm", file[4:]) if file.startswith("tpm-") else (".", file)
    if place == "tpm" and not os.path.lexists(f"{disks.directory}/tpm"):
        os.mkdir("tpm", 0o700, dir_fd=disks.fd)
        os.chown("tpm", disks.user.pw_uid, disks.user.pw_gid, dir_fd=disks.fd, follow_symlinks=False)
    inside = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=disks.fd)
    with open(f"{archive.place}/{identifier}/{file}", "rb") as source, \
            open(os.open(entry, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=inside), "wb") as out:
        out.write(source.read(SMALL_FILE))
        os.fchown(out.fileno(), disks.user.pw_uid, disks.user.pw_gid)
        out.flush()
        os.fsync(out.fileno())
    os.close(inside)


def keep_others(disks, final, new):
    """Files that no backup has stay as they are: disks that are newer than the backup, logs, marks."""
    before = os.open(final, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    for entry in os.listdir(before):
        found = os.stat(entry, dir_fd=before, follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and not os.path.lexists(f"{new}/{entry}") \
                and not entry.startswith((".backup", REVERTING)):
            os.link(entry, entry, src_dir_fd=before, dst_dir_fd=disks.fd, follow_symlinks=False)
    os.close(before)


def unused(path):
    return next(each for each in [path, *(f"{path}-{n}" for n in range(2, 10000))] if not os.path.lexists(each))


def exchange(one, other):
    """Swaps two directories: at each moment, both names have one."""
    import ctypes  # Here: the unit of a backup forbids the memory that it takes.
    library = ctypes.CDLL(None, use_errno=True)
    if library.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), 2):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


MORE_COMMANDS |= {
    "backup": (backup, "[--limit=MIBPS | --end] GUEST [DIRECTORY]", "Back up a guest, also while it runs. A directory that is not in the description gets a full backup. --end ends one that was killed."),
    "restore": (restore, "[--as=OTHER] GUEST [BACKUP]", "Restore a guest that is off from a backup; its disks before that are kept."),
}
MORE_COLUMNS["BACKUP"] = ("backup", last_backup)
