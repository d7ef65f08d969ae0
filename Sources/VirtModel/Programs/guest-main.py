# name: (what does it, its arguments, what it does)
COMMANDS = {
    "list": (list_guests, "", "Show every guest: state, uptime, memory, addresses, and what waits for a restart."),
    "start": (start, "NAME...", "Start guests, also those that failed too often. A new guest is installed first."),
    "stop": (stop, "NAME...", "Ask guests to power off, and wait until they are off."),
    "restart": (restart, "NAME... | --pending", "Restart guests one after the other; --pending: all that list shows as pending."),
    "resume": (resume, "NAME...", "Continue guests that are paused, for example since the disk was full."),
    "reset": (reset, "NAME...", "Reset guests at once, like the reset button: what they have not written is lost."),
    "console": (console, "[--raw] NAME", "Attach to the serial console; leave with Ctrl-]. --raw does not filter control sequences."),
    "ip": (ip, "NAME...", "Print the addresses of guests: fixed ones, DHCP leases, and neighbours of the host."),
    "ssh": (ssh, "NAME", "Log in to a guest as root, over vsock or at the first of its addresses."),
    "state": (state, "--json", "Print what is on this host as JSON: what runs, files, directories of no guest."),
    "check-space": (check_space, "", "Warn if disks can grow larger than the room of the file system that they are on."),
    **MORE_COMMANDS,
    "help": (None, "", "Print this list."),
}
USAGE = "usage: nixvirt-guest COMMAND [ARGUMENT...]"


MANUAL = (
    ("FILES", (("/etc/nixvirt/guests.json", "The guests of this host, as the module describes them."),
               ("/run/guests", "Sockets of guests that run."))),
    ("EXIT STATUS", (("0", "Done."), ("1", "The command failed or was refused."), ("2", "Usage error."))),
    ("EXAMPLES", (("nixvirt-guest list", "Show all guests."),
                  ("nixvirt-guest restart --pending", "Restart the guests that wait for a restart."),
                  ("nixvirt-guest console alice", "Attach to a guest's serial console.")))
)


def manual():
    """nixvirt-guest(8), in the macros of man(7)."""
    print('.TH NIXVIRT-GUEST 8 "" "nixvirt" "System Administration"\n.SH NAME\n'
          "nixvirt-guest \\- operate the guests of this host\n.SH SYNOPSIS\n"
          ".B nixvirt\\-guest\n.I COMMAND\n.RI [ ARGUMENT ]...\n.SH DESCRIPTION\n"
          "Each guest is the systemd service qemu\\-guest\\-NAME. All commands except list, ip and ssh are for root.")
    commands = [(f"{name} {arguments}".strip(), text) for name, (_, arguments, text) in COMMANDS.items()]
    for title, entries in (("COMMANDS", commands), *MANUAL):
        print(f'.SH "{title}"')
        for name, text in entries:
            print(f".TP\n.B {name}\n{text}".replace("-", "\\-"))
    print('.SH "SEE ALSO"\n.BR nixvirt (1),\n.BR systemctl (1),\n.BR journalctl (1)')


def complete(word, previous):
    """The words for a shell, asked as bash's `complete -C` does."""
    words = COMMANDS if os.path.basename(previous) == "nixvirt-guest" else ["--pending", "--raw", *Host().guests]
    print("\n".join(each for each in sorted(words) if each.startswith(word)))


def main(command="", *words):
    if command in ("help", "--help", "-h"):
        print(f"{USAGE}\n")
        return table([(f"  {name} {arguments}", text) for name, (_, arguments, text) in COMMANDS.items()])
    if command == "manual":
        return manual()
    if command in MORE_CALLS:
        return MORE_CALLS[command](*words)
    if command == "complete":
        return complete(*words[1:])
    does, arguments, _ = COMMANDS.get(command, (None, "", ""))
    options = [word for word in words if word.startswith("-")]
    names = [word for word in words if not word.startswith("-")]
    # --raw takes no value, and --reason=TEXT needs one.
    known = dict(re.findall(r"(--[\w-]+)(=?)", arguments))
    given = [each.partition("=") for each in options]
    if not does or any(known.get(name) != equals or bool(value) != bool(equals) for name, equals, value in given):
        print(f"{USAGE}; `nixvirt-guest help` lists the commands", file=sys.stderr)
        return 2
    host = Host()
    if command not in ("list", "ip", "ssh") and os.geteuid() != 0:
        raise Refused(f"{command} is for root")
    if "NAME" in arguments and "--pending" not in options:
        host.check(names)
    return does(host, names, options)
