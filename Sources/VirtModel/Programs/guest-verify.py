# Verification: a QEMU boots the disks of a backup, which are written to a directory of their own. It runs in a transient
# unit with the rules of the guests' units, and gets no network, no shares and no devices of the host.

FLAGS = {"-nodefaults", "-no-user-config"}
OPTIONS = {"-accel", "-action", "-append", "-cpu", "-display", "-global", "-initrd", "-kernel", "-m", "-name", "-sandbox", "-smp",
           "-uuid"}
DEVICES = ("pci-bridge,", "pvpanic-pci,", "virtio-balloon-pci,", "virtio-rng-pci,")
MEDIA = {"cloud.init", "handover", "nix.store"}
UP = {"a login prompt": re.compile(rb"[\r\n][^\r\n]{1,80} login: ?[\r\n]*$"),
      "the target of a system that is up": re.compile(rb"Reached target [^\r\n]{0,60}(Multi-User|Graphical)"),
      "the mark of a system that is up": re.compile(rb"nixvirt: the system is up")}
DOWN = re.compile(rb"Kernel panic")
LONGEST_CONSOLE = 16 << 20


def words_to_boot(words, disks):
    """Of the words of a guest's QEMU, those that its disks need to boot."""
    kept, given, media = [], iter(words), MEDIA | set(disks)
    for word in given:
        if word in FLAGS:
            kept.append(word)
        elif word.startswith("-"):
            value = next(given, "")
            node = re.search(r"(?:^|,)(?:node-name|drive)=([^,]+)", value)
            if (word in OPTIONS or (word == "-device" and value.startswith(DEVICES))
                    or (word == "-machine" and not value.startswith("memory-backend="))
                    or (word == "-object" and value.startswith("iothread,"))
                    or (word == "-drive" and value.startswith("if=pflash,"))
                    or (word == "-blockdev" and node and node[1].removesuffix(".file") in media)
                    or (word == "-device" and value.startswith("virtio-blk-pci,") and node and node[1] in media)):
                kept += [word, value]
    return kept


def boot(host, name, disks, seconds):
    """Boots disks; returns what was seen, and after how many seconds."""
    with open(f"/etc/nixvirt/guests/{name}/start") as file:
        script = shlex.split(file.read().splitlines()[-1])
    program = next(n for n, word in enumerate(script) if "/bin/qemu-system-" in word)
    words, unit = words_to_boot(script[program + 1:], disks.files), f"qemu-guest-{name}-verify.service"
    rules = [f"{key}={'yes' if each is True else each}" for key, value in host.hardening.items()
             for each in (value if isinstance(value, list) else [value])]
    user = host.guests[name]["user"]
    rules += [f"User={user}", f"Group={user}", f"WorkingDirectory={disks.directory}", f"ReadWritePaths={disks.directory}",
              f"RuntimeMaxSec={seconds + 60}", "PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "Nice=10"]
    if "kvm" in words:
        rules += ["DeviceAllow=/dev/kvm rw", "SupplementaryGroups=kvm"]
    started = subprocess.run(
        ["systemd-run", "--quiet", "--collect", f"--unit={unit}", *(f"--property={rule}" for rule in rules),
         script[program], *words, "-no-reboot", "-chardev", "file,id=console,path=console.log", "-serial", "chardev:console"],
        capture_output=True, text=True, errors="replace")
    if started.returncode:
        raise Refused(f"the unit that boots the backup of {name} cannot be started: {plain(started.stderr)}")
    begun = time.monotonic()
    try:
        while (took := time.monotonic() - begun) < seconds:
            time.sleep(0.5)
            is_active = run("systemctl", "is-active", unit).strip() in ("active", "activating")
            text, size = console_of(disks)
            for what, pattern in UP.items():
                if pattern.search(text):
                    return what, took
            if not is_active or DOWN.search(text) or size > LONGEST_CONSOLE:
                last = [line for line in text.decode(errors="replace").splitlines() if line.strip()]
                raise Refused(f"the backup of {name} does not boot: after {took:.0f} s, the last line of its console is "
                              f"{plain(last[-1]) if last else 'empty'!r}")
        return None, took
    finally:
        subprocess.run(["systemctl", "stop", unit], stderr=subprocess.DEVNULL)


def console_of(disks):
    """The end of the console, which the guest's user wrote, and its size."""
    try:
        with open(os.open("console.log", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=disks.fd), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - (1 << 16)))
            return file.read(1 << 16), size
    except OSError:
        return b"", 0


def verify(host, names, options):
    host.check(names[:1])
    name = names[0]
    archive, identifier = found_backup(host, name, names[1:])
    seconds = number_given(options, "--seconds", 180)
    chain = archive.verify(identifier)
    for each in chain:
        print(f"{name}: {each} is as it was backed up", flush=True)
    if "--no-boot" in options:
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    directory = f"{host.state_directory}/.{name}.verify"
    try:
        disks = write_disks(host, name, archive, chain, directory)
        for entry in os.listdir(f"{host.state_directory}/{name}"):
            if re.fullmatch(r"store-[0-9a-z]+\.erofs", entry):
                # The image of its store: no backup has that.
                os.link(f"{host.state_directory}/{name}/{entry}", f"{directory}/{entry}", follow_symlinks=False)
        seen, took = boot(host, name, disks, seconds)
    except (OSError, ValueError, LookupError, StopIteration) as error:
        raise Refused(f"the backup of {name} could not be booted: {plain(error)}") from None
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    if seen:
        print(f"{name}: backup {identifier} boots: its console shows {seen} after {took:.0f} s")
    else:
        print(f"{name}: backup {identifier} ran for {took:.0f} s, and its console showed no login prompt: restore it under "
              "another name to look at it")


MORE_COMMANDS["verify"] = (verify, "[--no-boot | --seconds=N] GUEST [BACKUP]",
                           "Compare a backup, and those that it needs, with their manifests, and boot it without network "
                           "until its console shows that it is up.")
