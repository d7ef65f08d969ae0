def hidden(argument):
    """An argument without what may be a secret."""
    return re.sub(r"((?:^|,)(?:value|string|data|password\w*|secret)=).*", r"\1(hidden)", argument)


def files(host, name, directory):
    """What lies in a guest's directory: looked at as the guest's user, who could have put links there."""
    user = host.guests.get(name, {}).get("user")
    try:
        entries = [(entry, os.lstat(f"{directory}/{entry}")) for entry in os.listdir(directory)]
    except OSError:
        return []
    # Of a directory that was filled up, disks and their marks.
    entries.sort(key=lambda each: (not each[0].endswith((".qcow2", ".raw", ".known")), each[0]))
    return [describe(entry, about, user, f"{directory}/{entry}") for entry, about in entries[:1000]]


def describe(entry, about, user, path):
    item = {"name": os.fsencode(entry).decode(errors="replace"), "allocated": about.st_blocks * 512}
    if not user or not entry.endswith((".qcow2", ".raw")) or not stat.S_ISREG(about.st_mode):
        return item
    try:
        image = json.loads(run("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs",
                               "qemu-img", "info", "--force-share", "--output=json", "-f", entry.rsplit(".", 1)[1], path,
                               timeout=10))
        return item | {"size": image["virtual-size"], "format": image["format"],
                       "snapshots": [plain(each["name"]) for each in image.get("snapshots", [])]}
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return item


def running(host, name, units):
    """What a guest's QEMU was started with; None if it does not run."""
    pid, kept = units.get(f"qemu-guest-{name}.service", {}).get("MainPID", "0"), link(f"{RUNNING}/{name}")
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return None
    if not kept or not (definition := content(f"{kept}/definition")):
        return None
    return {"definition": definition, "qemu": link(f"{kept}/qemu"), "arguments": [hidden(word) for word in words],
            "pending": host.pending(name)}


def file_system(directory):
    """Whether the file system that the guests were on is there, as the units find out."""
    known = content("/var/lib/nixvirt/state-dir" + directory.replace("/", "-"))
    return "new" if known is None else "known" if known == content(f"{directory}/.nixvirt") else "missing"


def state(host, names, options):
    directory, units = host.state_directory, host.units(details=True)
    try:
        place = os.statvfs(directory)
        free = place.f_bavail * place.f_frsize
    except OSError:
        free = None
    result = {"format": 1, "versions": {"kernel": os.uname().release, "nixos": content("/run/current-system/nixos-version")},
              "stateDir": directory, "fileSystem": file_system(directory), "free": free, "guests": {}, "orphans": []}
    for name in sorted(host.guests):
        shown, runs = host.state(name, units)
        main, install = (units.get(f"qemu-guest-{name}{part}.service", {}).get("ActiveState", "inactive")
                         for part in ("", "-install"))
        present = f"/etc/nixvirt/guests/{name}"
        result["guests"][name] = {
            "state": shown, "held": content(f"{HELD}/{name}"), "unit": main, "installUnit": install,
            "definition": content(f"{present}/definition"),
            "qemu": link(f"{present}/qemu"), "running": running(host, name, units) if runs else None,
            "files": files(host, name, f"{directory}/{name}")}
    if os.path.isdir(directory):
        for entry in sorted(os.scandir(directory), key=lambda each: each.name):
            is_guest = re.fullmatch("[a-z]([a-z0-9-]{0,61}[a-z0-9])?", entry.name) and entry.is_dir(follow_symlinks=False)
            if is_guest and entry.name not in host.guests:
                result["orphans"].append({"name": entry.name, "files": files(host, entry.name, entry.path)})
    print(json.dumps(result, indent=2))


def thin_disks(guest):
    """The files in a guest's directory that grow, and what they may become."""
    for disk in [*guest.get("disks", []), {"file": "root.qcow2", "size": guest.get("diskSize", "0k")}]:
        if "size" in disk:
            yield disk["file"], int(disk["size"][:-1]) << {"k": 10, "m": 20, "g": 30, "t": 40}[disk["size"][-1]]


def count_snapshots(path):
    """The number of snapshots in a disk of a guest, as the header of its qcow2 image has it."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            header = file.read(64) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except OSError:
        return 0
    return int.from_bytes(header[60:64], "big") if header.startswith(b"QFI\xfb") else 0


def check_space(host, names, options):
    """Thin disks take room as they are written: said before it is too late."""
    wanted, free = {}, {}
    for name, guest in host.guests.items():
        for file, size in thin_disks(guest):
            path = f"{host.state_directory}/{name}/{file}"
            try:
                about, place = os.lstat(path), os.statvfs(os.path.dirname(path))
            except OSError:
                continue
            # What snapshots hold stays when the guest writes all of its disk again.
            held = 0 if count_snapshots(path) else about.st_blocks * 512
            wanted[about.st_dev] = wanted.get(about.st_dev, 0) + max(0, size - held)
            free[about.st_dev] = place.f_bavail * place.f_frsize
    for device, size in wanted.items():
        if size > free[device]:
            print(f"<4>disks of guests in {host.state_directory} may grow by {size >> 20} MiB, but only "
                  f"{free[device] >> 20} MiB are free: a guest that finds no room is paused")
