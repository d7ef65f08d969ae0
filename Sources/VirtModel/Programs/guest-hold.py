HELD = "/var/lib/nixvirt/held"
WANTS = "/etc/systemd/system/multi-user.target.wants"


def hold(host, names, options):
    """Off until they are released: neither a boot nor a rebuild starts them."""
    reason = "".join(each.partition("=")[2] for each in options) or "by hand"
    os.makedirs(HELD, exist_ok=True)
    for name in names:
        with open(f"{HELD}/{name}", "w") as file:
            print(plain(reason), file=file)
    # A guest that is not installed by a unit has none that could be stopped.
    stop(host, names, options)
    units = host.units()
    return any(host.state(name, units)[1] for name in names)


def own_files(guest):
    """The disks that nixvirt makes in a guest's directory."""
    disks = guest.get("disks", [])
    files = [disk["file"] for disk in disks if "size" in disk]
    return files if any(disk["serial"] == "root" for disk in disks) else ["root.qcow2", *files]


def take_over(host, name):
    """Gives files that were copied to the guest's user. systemd does so below /var/lib."""
    user = pwd.getpwnam(host.guests[name]["user"])
    # The guest's user may have put links in it, and none may lead root elsewhere.
    for _, _, files, directory in os.fwalk(f"{host.state_directory}/{name}"):
        for file in [".", *files]:
            about = os.stat(file, dir_fd=directory, follow_symlinks=False)
            if stat.S_ISDIR(about.st_mode) or about.st_nlink == 1:
                os.chown(file, user.pw_uid, user.pw_gid, dir_fd=directory, follow_symlinks=False)


def release(host, names, options):
    units = host.units()
    for name in names:
        directory = f"{host.state_directory}/{name}"
        missing = [file for file in own_files(host.guests[name]) if not os.path.lexists(f"{directory}/{file}")]
        waits = (content(f"{HELD}/{name}") or "").startswith("waits for")
        if missing and waits and not options:
            raise Refused(f"{directory}/{missing[0]} is missing: copy the files of {name}, or start with blank disks: "
                          f"nixvirt-guest release --new {name}")
        for file in missing if options else ():
            if os.path.lexists(mark := f"{directory}/.{file}.known"):
                os.unlink(mark)
        if os.path.isdir(directory) and not directory.startswith("/var/lib/") and not host.state(name, units)[1]:
            take_over(host, name)
        if os.path.lexists(f"{HELD}/{name}"):
            os.unlink(f"{HELD}/{name}")
    starting = [name for name in names if os.path.lexists(f"{WANTS}/qemu-guest-{name}.service")]
    return start(host, starting, options) if starting else 0


MORE_COMMANDS |= {
    "hold": (hold, "[--reason=TEXT] NAME...", "Shut guests down and keep them off until they are released: neither a boot nor a rebuild starts them."),
    "release": (release, "[--new] NAME...", "Let guests that are held start again. A guest that waits for its files needs them, or --new: it gets blank disks."),
}
