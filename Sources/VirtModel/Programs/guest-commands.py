def table(rows):
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def duration(seconds):
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def list_guests(host, names, options):
    units = host.units()
    known = host.addresses([name for name in host.guests if host.state(name, units)[1]])
    more = {title: show for title, (key, show) in MORE_COLUMNS.items() if any(key in guest for guest in host.guests.values())}
    rows = [("NAME", "STATE", "UPTIME", "MEMORY", "ADDRESSES", "PENDING", *more)]
    for name in sorted(host.guests):
        state, runs = host.state(name, units)
        uptime = memory = pending = ""
        if runs:
            seconds, used = host.uptime(name), host.memory(name)
            uptime = "" if seconds is None else duration(seconds)
            memory = "" if used is None else f"{used >> 20} MiB"
            pending = ", ".join(host.pending(name))
        rows.append((name, state, uptime, memory, " ".join(host.addresses_of(name, known)[:2]), pending,
                     *(show(host, name, units) for show in more.values())))
    table(rows)


def systemctl(*arguments):
    return subprocess.run(["systemctl", *arguments]).returncode


def units_of(names):
    return [f"qemu-guest-{name}{part}.service" for name in names for part in ("", "-install")]


def start(host, names, options):
    for name in names:
        if held := content(f"{HELD}/{name}"):
            raise Refused(f"{name} is held ({plain(held)}): run nixvirt-guest release {name}")
    subprocess.run(["systemctl", "reset-failed", *units_of(names)], stderr=subprocess.DEVNULL)
    failed = systemctl("start", *(f"qemu-guest-{name}.service" for name in names))
    for name in names:
        # Not installed yet, or it cannot be: this waits until the installation runs.
        install = f"qemu-guest-{name}-install.service"
        if "not-found" not in run("systemctl", "show", "--property=LoadState", install):
            failed = systemctl("start", install) or failed
    units = host.units()
    for name in names:
        print(f"{name}: {host.state(name, units)[0]}")
    return failed


def stop(host, names, options):
    return systemctl("stop", *units_of(names))


def restart(host, names, options):
    """One after the other: not all of a service's guests are away at once."""
    if options:
        units = host.units()
        names = [name for name in sorted(host.guests) if host.state(name, units)[1] and host.pending(name)]
    for name in names:
        print(f"{name}: restarting", flush=True)
        if systemctl("restart", f"qemu-guest-{name}.service"):
            return 1


def resume(host, names, options):
    for name in names:
        host.ask(name, "cont")


def reset(host, names, options):
    for name in names:
        host.ask(name, "system_reset")
        if not host.ask(name, "query-status").get("running"):
            host.ask(name, "cont")


def ip(host, names, options):
    known = host.addresses(names)
    print("\n".join(each for name in names for each in host.addresses_of(name, known)))


def ssh_command(host, name):
    """The words that log in to a guest: in another way if there is one, or else at its first address."""
    alias = ["-o", f"HostKeyAlias={name}", "-o", "CheckHostIP=no"]
    for way in MORE_LOGINS:
        if words := way(host, name):
            return ["ssh", *words, *alias, f"root@{name}"]
    known = [each for each in host.addresses_of(name, host.addresses([name])) if not each.startswith("fe80")]
    if not known:
        raise Refused(f"no address of {name} is known: does it run?")
    return ["ssh", *alias, f"root@{known[0]}"]


def ssh(host, names, options):
    if len(names) != 1:
        raise Refused("ssh takes one guest")
    os.execvp("ssh", ssh_command(host, names[0]))
