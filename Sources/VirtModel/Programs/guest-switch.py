# Updates of guests with a NixOS of their own: the host hands over the system that it has for a guest, and the guest tries
# it. It keeps it only if this host reaches it again; otherwise, or if it is asked too late, it goes back by itself.

import tempfile

SYSTEMS = "/etc/nixvirt/systems"
WORK = "/run/nixvirt-switch"
# Runs in the guest, in a unit of its own: the connection may end. The first to make `decided` decides.
TRIAL = "\n".join((
    "old=$1 new=$2 limit=$3",
    "export PATH=$old/sw/bin",
    f"cd {WORK}",
    'if "$new/bin/switch-to-configuration" test >log 2>&1; then',
    "  echo tried >state",
    "  n=0",
    '  while [ "$n" -lt "$limit" ] && [ ! -d decided ]; do',
    "    sleep 1",
    "    n=$((n + 1))",
    "  done",
    "  if ! mkdir decided 2>/dev/null; then exit 0; fi",
    "  echo unconfirmed >state",
    "else",
    "  mkdir decided",
    "  echo failed >state",
    "fi",
    '"$old/bin/switch-to-configuration" test >>log 2>&1',
    "echo returned >>state",
))
PROFILE = "/nix/var/nix/profiles/system"
# The parts of a system that a guest takes only when it boots.
BOOTED = ("kernel", "initrd", "kernel-modules")
CONFIRM_SECONDS = 120
LONGEST_SECONDS = 900
LONGEST_ANSWER = 1 << 22
POLL_SECONDS = 1


def in_guest(words, command, given=b"", seconds=LONGEST_SECONDS):
    """Runs a command in a guest, and returns its status and output: text that the guest made, of limited length. Its
    errors are printed without what a terminal would act on."""
    limit = time.monotonic() + seconds
    with tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        process = subprocess.Popen([*words[:1], "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", *words[1:], command],
                                   stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        texts = {process.stdout: b"", process.stderr: b""}
        unread = list(texts)
        while unread:
            ready = select.select(unread, [], [], max(0, limit - time.monotonic()))[0]
            for each in ready:
                data = os.read(each.fileno(), 1 << 16)
                texts[each] += data
                if not data:
                    unread.remove(each)
            if not ready or max(map(len, texts.values())) > LONGEST_ANSWER:
                process.kill()
                return 255, b""
    if process.returncode and texts[process.stderr]:
        print(plain(texts[process.stderr][-400:].decode(errors="replace").strip()), file=sys.stderr)
    return process.returncode, texts[process.stdout]


def required(words, what, command):
    status, output = in_guest(words, command)
    if status:
        raise Refused(f"{what} failed in the guest (status {status})")
    return output.decode(errors="replace").strip()


def hand_over(words, system):
    """Copies the paths of a system that the guest does not have."""
    paths = run("nix-store", "--query", "--requisites", system).split()
    if system not in paths:
        raise Refused(f"{system} is not in the store: is nix-store on the PATH?")
    status, output = in_guest(words, "xargs nix-store --check-validity --print-invalid",
                              "".join(f"{each}\n" for each in paths).encode())
    if status:
        raise Refused(f"the guest's Nix does not answer (status {status})")
    missing = set(output.decode(errors="replace").split()) & set(paths)
    print(f"{len(paths)} paths, of which the guest lacks {len(missing)}", flush=True)
    if not missing:
        return
    with subprocess.Popen(["nix-store", "--export", *sorted(missing)], stdout=subprocess.PIPE) as export:
        status = subprocess.run([*words, "nix-store --import"], stdin=export.stdout, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL).returncode
        export.stdout.close()
    if status or export.returncode:
        raise Refused("the system cannot be copied to the guest: its disk may be full")


def decision(words, seconds):
    """Waits until the guest has tried its new system: what it says, over connections of their own."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        status, output = in_guest(words, f"cat {WORK}/state 2>/dev/null", seconds=30)
        if status == 0:
            return output.decode(errors="replace").split()
        time.sleep(POLL_SECONDS)
    return []


def switch(host, names, options):
    if len(names) != 1:
        raise Refused("switch takes one guest")
    name = names[0]
    system = os.path.realpath(f"{SYSTEMS}/{name}")
    if not os.path.exists(system):
        raise Refused(f"this host has no system for {name}: it switches only guests that were installed with NixOS, and only "
                      "if it has an installer")
    words = ssh_command(host, name)
    old = required(words, "reading its system", "readlink -f /run/current-system")
    if not re.fullmatch(r"/nix/store/[0-9a-z]{32}-[\w+.?=-]+", old):
        raise Refused(f"{name} does not run NixOS")
    hand_over(words, system)
    if old != system:
        required(words, "starting the trial",
                 f"rm -rf {WORK} && mkdir -m 0700 {WORK} && "
                 f"systemd-run --quiet --collect --unit=nixvirt-switch --property=KillMode=process "
                 f"{old}/sw/bin/sh -c {shlex.quote(TRIAL)} nixvirt-switch {old} {system} {CONFIRM_SECONDS}")
        state = decision(words, LONGEST_SECONDS)
        if state[:1] != ["tried"]:
            raise Refused(f"{name} went back to its system: " + (
                f"the new one cannot be activated; {WORK}/log in the guest has the reason" if state[:1] == ["failed"]
                else "it was not confirmed in time"))
        if in_guest(words, f"mkdir {WORK}/decided 2>/dev/null", seconds=30)[0]:
            raise Refused(f"{name} went back to its system: it was not confirmed in time")
    required(words, "making it the system of the next start",
             f"nix-env --profile {PROFILE} --set {system} && {system}/bin/switch-to-configuration boot")
    later = required(words, "looking at what was booted",
                     f"for part in {' '.join(BOOTED)}; do [ \"$(readlink -f /run/booted-system/$part)\" = "
                     f"\"$(readlink -f {system}/$part)\" ] || echo $part; done").split()
    print(f"{name}: " + ("runs the host's system already" if old == system else "switched")
          + (f"; its new {', '.join(each for each in BOOTED if each in later)} takes effect at its next start" if later else ""))


MORE_COMMANDS["switch"] = (switch, "NAME", "Update an installed NixOS guest to the system that this host has for it, or leave it as it is.")
