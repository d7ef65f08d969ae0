def make_backup(host, name, directory, settings, runs, limit=0):
    """Backs up a guest: into the directory of its description as one of a series, else a full one."""
    disks, archive = FrozenDisks(host, name), Archive(directory, name)
    try:
        disks.lock(runs)
        archive.prepare()
        make_locked(disks, archive, settings if directory == settings.get("directory") else {}, runs, limit)
    finally:
        disks.close()
        os.close(disks.fd)


def make_locked(disks, archive, series, runs, limit):
    host, name = disks.host, disks.name
    begun, known = time.monotonic(), archive.complete()
    # Only qcow2 can keep bitmaps.
    in_series = bool(series) and all(form == "qcow2" for _, form in disks.files.values())
    if not runs:
        disks.open(disks.files)
    identifier, number = identifier_at(time.time()), max(map(archive.number, known), default=0) + 1
    staging = f"{archive.place}/.{identifier}.new"
    try:
        disks.thaw()
        parent, present = (known[-1] if in_series and known else None), disks.bitmaps()
        if parent and not usable(archive, parent, present):
            parent = None
        if identifier in known:
            raise Refused(f"backup {identifier} exists: wait a second, then try again")
        if in_series:
            disks.forget(parent)
        counts = [found[f"{BITMAP}{parent}"].get("count", 0) for found in present.values()] if parent else []
        room(archive.place, sum(counts) if parent else disks.most())
        os.mkdir(staging, 0o700)
        with frozen(host, name) if runs else contextlib.nullcontext():
            disks.freeze(identifier if in_series else None, parent)
        for file, data in small_files(disks).items():
            with open(f"{staging}/{file}", "xb") as out:
                out.write(data)
        found = {node: write_disk(disks, node, f"{staging}/{node}.disk.zst", MERGED if parent else None, limit)
                 for node in disks.files}
        disks.check_frozen()
        definition = content(f"{RUNNING if runs else '/etc/nixvirt/guests'}/{name}/definition")
        size = archive.seal(staging, identifier, {
            "format": 1, "guest": name, "id": identifier, "number": number, "parent": parent, "definition": definition,
            "description": host.guests[name], "disks": found})
    except BaseException as error:
        try:
            disks.thaw()
            if in_series:
                disks.forget(known[-1] if known else None)
        except (OSError, ValueError, Refused):
            pass  # The next backup does it.
        shutil.rmtree(staging, ignore_errors=True)
        # A guest's QEMU can answer in any shape.
        if isinstance(error, MISSHAPEN):
            raise Refused(f"the backup of {name} failed: {plain(error)}; it was not made") from None
        raise
    disks.thaw()
    if in_series:
        disks.forget(identifier)
    print(f"{name}: {'increment' if parent else 'full backup'} {identifier} in {archive.place}, "
          f"{size / (1 << 20):.1f} MiB, {time.monotonic() - begun:.1f} s", flush=True)
    if series:
        archive.remove_old(series["keep"]["count"], series["keep"].get("days"))


def usable(archive, parent, present):
    """Whether each disk has recorded all changes since a backup, and that and those before it are there."""
    try:
        length = len(archive.chain(parent))
    except Refused as reason:
        print(f"<4>{archive.name}: a full backup is made, because {reason}", flush=True)
        return False
    bitmap = f"{BITMAP}{parent}"
    return (length <= CHAIN and set(archive.manifest(parent)["disks"]) == set(present)
            and all(bitmap in found and found[bitmap].get("recording") is True and not found[bitmap].get("inconsistent")
                    and isinstance(found[bitmap].get("count"), int) for found in present.values()))


def end_backup(host, name):
    """Ends what a backup that was killed left in a guest's QEMU; another one that is being made goes on."""
    disks = FrozenDisks(host, name)
    try:
        disks.lock()
        disks.thaw()
    finally:
        os.close(disks.fd)


def last_backup(host, name, units):
    """What the list shows."""
    directory = host.guests[name].get("backup", {}).get("directory")
    if not directory:
        return ""
    state = units.get(f"qemu-guest-{name}-backup.service", {}).get("ActiveState", "inactive")
    if state in ("failed", "activating"):
        return {"failed": "failed", "activating": "is being made"}[state]
    archive = Archive(directory, name)
    if os.path.exists(archive.place) and not os.access(archive.place, os.R_OK):
        return "?"
    if not (known := archive.complete()):
        return "none"
    try:
        passed = int(time.time()) - calendar.timegm(time.strptime(known[-1], "%Y%m%dT%H%M%SZ"))
    except ValueError:
        return "?"
    return f"{duration(passed)} ago" if passed >= 0 else f"dated {duration(-passed)} ahead"


def backup(host, names, options):
    host.check(names[:1])
    settings = host.guests[names[0]].get("backup", {})
    directory = names[1] if names[1:] else settings.get("directory")
    if not directory:
        raise Refused(f"{names[0]} has no backup in the description: name a directory")
    if not directory.startswith("/") or names[2:]:
        raise Refused("a backup takes a guest and a directory with an absolute path")
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    state, runs = host.state(names[0], host.units(details=True))
    if "--end" in options:
        return end_backup(host, names[0]) if runs else None
    if not runs and not state.startswith(("off", "failed", "held")):
        raise Refused(f"{names[0]} is {state}: wait, then try again")
    limit = number_given(options, "--limit", 0) << 20
    arguments = host, names[0], os.path.normpath(directory), settings
    try:
        make_backup(*arguments, runs, limit)
    except Started as reason:
        # A guest is more important than its backup: it gets its disks, and is backed up when it runs.
        for _ in range(60):
            if host.state(names[0], host.units(details=True))[1]:
                return make_backup(*arguments, True, limit)
            time.sleep(1)
        raise reason
