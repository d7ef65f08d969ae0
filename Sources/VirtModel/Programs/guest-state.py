def hidden(argument):
    """An argument without what may be a secret."""
    return re.sub(r"((?:^|,)(?:value|string|data|password\w*|secret)=).*", r"\1(hidden)", argument)


def files(host, name, directory):
    """What lies in a guest's directory: looked at as the guest's user, who could have put links there."""
    user = host.guests.get(name, {}).get("user")
    found = []
    try:
        entries = [(entry, os.lstat(f"{directory}/{entry}")) for entry in sorted(os.listdir(directory))]
    except OSError:
        return found
    for entry, about in entries:
        item = {"name": entry, "allocated": about.st_blocks * 512}
        if user and entry.endswith((".qcow2", ".raw")):
            shown = run("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "qemu-img",
                        "info", "--force-share", "--output=json", "-f", entry.rsplit(".", 1)[1], f"{directory}/{entry}")
            try:
                image = json.loads(shown)
                item |= {"size": image["virtual-size"], "format": image["format"],
                         "snapshots": [each["name"] for each in image.get("snapshots", [])]}
            except (ValueError, KeyError):
                item["unreadable"] = True
        found.append(item)
    return found


def running(host, name, units):
    """What a guest's QEMU was started with; None if it does not run."""
    pid = units.get(f"qemu-guest-{name}.service", {}).get("MainPID", "0")
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read().decode(errors="replace").split("\0")[:-1]
        with open(f"{link(f'{RUNNING}/{name}')}/definition") as file:
            definition = file.read()
    except OSError:
        return None
    return {"definition": definition, "qemu": link(f"/proc/{pid}/exe"),
            "arguments": [hidden(word) for word in words], "pending": host.pending(name)}


def state(host, names, options):
    directory, units = host.state_directory, host.units()
    result = {"format": 1, "stateDir": directory, "guests": {}, "orphans": []}
    for name in sorted(host.guests):
        shown, runs = host.state(name, units)
        result["guests"][name] = {
            "state": shown, "running": running(host, name, units) if runs else None,
            "files": files(host, name, f"{directory}/{name}")}
    if os.path.isdir(directory):
        for entry in sorted(os.scandir(directory), key=lambda each: each.name):
            is_guest = re.fullmatch("[a-z][a-z0-9-]*", entry.name) and entry.is_dir(follow_symlinks=False)
            if is_guest and entry.name not in host.guests:
                result["orphans"].append({"name": entry.name, "files": files(host, entry.name, entry.path)})
    print(json.dumps(result, indent=2))


def thin_disks(guest):
    """The files in a guest's directory that grow, and what they may become."""
    for disk in [*guest.get("disks", []), {"file": "root.qcow2", "size": guest.get("diskSize", "0k")}]:
        if "size" in disk:
            yield disk["file"], int(disk["size"][:-1]) << {"k": 10, "m": 20, "g": 30, "t": 40}[disk["size"][-1]]


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
            wanted[about.st_dev] = wanted.get(about.st_dev, 0) + max(0, size - about.st_blocks * 512)
            free[about.st_dev] = place.f_bavail * place.f_frsize
    for device, size in wanted.items():
        if size > free[device]:
            print(f"<4>disks of guests in {host.state_directory} may grow by {size >> 20} MiB, but only "
                  f"{free[device] >> 20} MiB are free: a guest that finds no room is paused")
