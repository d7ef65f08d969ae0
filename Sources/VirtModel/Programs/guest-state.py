def hidden(argument):
    """An argument without what may be a secret."""
    return re.sub(r"((?:^|,)(?:value|string|data|password\w*|secret)=).*", r"\1(hidden)", argument)


def files(host, name, directory):
    """What lies in a guest's directory: looked at as the guest's user, who could have put links there."""
    user = host.guests.get(name, {}).get("user")
    found = []
    try:
        entries = sorted(os.listdir(directory))
    except OSError:
        return found
    for entry in entries:
        about = os.lstat(f"{directory}/{entry}")
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


def state(host):
    directory = host.described["stateDir"]
    units = host.units()
    result = {"format": 1, "nixvirtState": host.described["version"], "stateDir": directory,
              "qemu": host.described["qemu"], "guests": {}, "orphans": []}
    for name in sorted(host.guests):
        shown, runs = host.state(name, units)
        entry = {"state": shown, "running": None, "files": files(host, name, f"{directory}/{name}")}
        pid = units.get(f"qemu-guest-{name}.service", {}).get("MainPID", "0")
        if runs and pid != "0":
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    words = file.read().decode(errors="replace").split("\0")[:-1]
                with open(f"{link(f'{RUNNING}/{name}')}/definition") as file:
                    definition = file.read()
            except OSError:
                words, definition = [], None
            entry["running"] = {"definition": definition, "qemu": link(f"/proc/{pid}/exe"),
                                "arguments": [hidden(word) for word in words], "pending": host.pending(name)}
        result["guests"][name] = entry
    if os.path.isdir(directory):
        for entry in sorted(os.scandir(directory), key=lambda each: each.name):
            if entry.is_dir(follow_symlinks=False) and entry.name not in host.guests:
                result["orphans"].append({"name": entry.name, "files": files(host, entry.name, entry.path)})
    print(json.dumps(result, indent=2))


def check_space(host):
    """Thin disks take room as they are written: said before it is too late."""
    wanted, free = {}, {}
    for name, guest in host.guests.items():
        for disk in guest["disks"]:
            path = f"{host.described['stateDir']}/{name}/{disk['file']}"
            try:
                about, place = os.lstat(path), os.statvfs(os.path.dirname(path))
            except OSError:
                continue
            wanted[about.st_dev] = wanted.get(about.st_dev, 0) + max(0, disk["bytes"] - about.st_blocks * 512)
            free[about.st_dev] = place.f_bavail * place.f_frsize
    for device, bytes in wanted.items():
        if bytes > free[device]:
            print(f"<4>disks of guests in {host.described['stateDir']} may grow by {bytes >> 20} MiB, but only "
                  f"{free[device] >> 20} MiB are free: a guest that finds no room is paused")
