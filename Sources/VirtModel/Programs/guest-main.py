def manual():
    print(".TH NIXVIRT-GUEST 8\n.SH NAME\nnixvirt-guest \\- operate the guests of this host\n.SH SYNOPSIS\n"
          ".B nixvirt-guest\n.I COMMAND\n[\\fIARGUMENT\\fR...]\n.SH COMMANDS")
    for name, (arguments, text) in COMMANDS.items():
        print(f".TP\n.B {name} {arguments}\n{text}".replace("-", "\\-"))
    print(".SH EXIT STATUS\n0 done, 1 failed or refused, 2 usage.\n.SH SEE ALSO\n.BR systemctl (1),\n.BR journalctl (1)")


def completions(shell):
    words = " ".join(COMMANDS)
    names = "$(nixvirt-guest names 2>/dev/null)"
    if shell == "bash":
        print(f'_nixvirt_guest() {{\n  local words="--pending --raw --json {names}"\n'
              f'  [ "$COMP_CWORD" != 1 ] || words="{words}"\n'
              '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")\n}\n'
              "complete -F _nixvirt_guest nixvirt-guest")
    elif shell == "zsh":
        print(f"#compdef nixvirt-guest\nif (( CURRENT == 2 )); then compadd {words}\n"
              f"else compadd -- --pending --raw --json ${{(f){names.replace('$(', '$(', 1)}}}; fi")
    else:
        print(f"complete -c nixvirt-guest -f\ncomplete -c nixvirt-guest -n __fish_use_subcommand -a '{words}'\n"
              "complete -c nixvirt-guest -n 'not __fish_use_subcommand' -a '(nixvirt-guest names 2>/dev/null)'")


def main(command="", *rest):
    usage = "usage: nixvirt-guest COMMAND [ARGUMENT...]; `nixvirt-guest help` lists the commands"
    options = [each for each in rest if each.startswith("-")]
    names = [each for each in rest if not each.startswith("-")]
    known = {"restart": ["--pending"], "console": ["--raw"], "state": ["--json"], "completions": options}
    if command in ("help", "--help", "-h"):
        print("usage: nixvirt-guest COMMAND [ARGUMENT...]\n")
        table([(f"  {name} {arguments}", text) for name, (arguments, text) in COMMANDS.items()])
        return 0
    if command in ("manual", "completions"):
        return manual() if command == "manual" else completions(*names)
    if any(each not in known.get(command, []) for each in options) or command not in (*COMMANDS, "names"):
        print(usage, file=sys.stderr)
        return 2
    host = Host()
    if command == "names":
        return print("\n".join(sorted(host.guests)))
    if command == "list":
        return list_guests(host)
    if command == "ip":
        known = host.addresses()
        print("\n".join(each for name in host.named(names) for each in host.addresses_of(name, known)))
        return 0
    if os.geteuid() != 0:
        raise Refused(f"{command} is for root")
    if command == "state":
        return state(host)
    if command == "check-space":
        return check_space(host)
    if options == ["--pending"]:
        units = host.units()
        names = [name for name in sorted(host.guests) if host.state(name, units)[1] and host.pending(name)]
        return restart(host, names)
    host.named(names)
    if command == "start":
        return start(host, names)
    if command == "stop":
        return systemctl("stop", *(f"qemu-guest-{name}{part}.service" for name in names for part in ("", "-install")))
    if command == "restart":
        return restart(host, names)
    if command == "console":
        return console(host, names[0], "--raw" in options)
    for name in names:
        if command == "resume":
            host.ask(name, "cont")
        else:
            {"reset": reset, "vnc": vnc}[command](host, name)
    return 0


signal.signal(signal.SIGPIPE, signal.SIG_DFL)
try:
    sys.exit(main(*sys.argv[1:]))
except Refused as refused:
    sys.exit(f"nixvirt-guest: {refused}")
except FileNotFoundError as missing:
    sys.exit(f"nixvirt-guest: {missing.filename} is missing: does this host have guests?")
