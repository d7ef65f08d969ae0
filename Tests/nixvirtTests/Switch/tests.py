"""nixvirt-guest switch, with stand-ins for SSH, Nix and systemd in a guest: python3 tests.py PROGRAMS"""

import contextlib, fcntl, io, os, pathlib, sys, tempfile, time

PROGRAMS = pathlib.Path(sys.argv[1])
STUBS = {
    # The guest is this machine. It is away while the file is there.
    "ssh": """[ ! -e "$TEST/away" ] || exit 255
for last; do :; done
exec sh -c "$last"
""",
    "nix-store": """case $1 in
--query) cat "$TEST/closure" ;;
--check-validity) shift 2; for each; do grep -qx "$each" "$TEST/known" || echo "$each"; done ;;
--export) shift; printf '%s\\n' "$@" ;;
--import) cat >>"$TEST/known"; [ ! -e "$TEST/full" ] ;;
esac
""",
    # Its unit outlives the connection. Its programs hold a lock.
    "systemd-run": """while [ "${1#--}" != "$1" ]; do shift; done
exec 9>>"$TEST/running"
flock --shared 9
setsid "$@" >/dev/null 2>&1 &
""",
    "nix-env": 'echo "profile $4" >>"$TEST/done"\n',
}
SYSTEM = """echo "{name} $1" >>"$TEST/done"
{more}
"""


class Lab:
    def __init__(self, folder):
        self.folder = folder
        for name, text in STUBS.items():
            self.program(folder / "bin" / name, text)
        os.environ["TEST"] = str(folder)
        os.environ["PATH"] = f"{folder}/bin:{os.environ['PATH']}"
        (folder / "systems").mkdir()
        text = "".join((PROGRAMS / name).read_text() for name in ("guest-host.py", "guest-commands.py", "guest-switch.py"))
        for place in ("/nix/store", "/nix/var", "/run/nixvirt-switch", "/etc/nixvirt", "/run/current-system", "/run/booted-system"):
            assert place in text, place
            text = text.replace(place, f"{folder}{place}")
        self.names = {"__name__": "switch"}
        exec(compile(text, "nixvirt-guest", "exec"), self.names)
        self.names["ssh_command"] = lambda host, name: ["ssh", f"root@{name}"]
        self.names["CONFIRM_SECONDS"] = 1000
        # A second of the guest and of the host is a fifth of one.
        self.names["TRIAL"] = self.names["TRIAL"].replace("sleep 1", "sleep 0.2")
        self.names["POLL_SECONDS"] = 0.1

    def program(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}")
        path.chmod(0o755)

    def system(self, letter, more="", kernel="one"):
        path = self.folder / f"nix/store/{letter * 32}-nixos"
        self.program(path / "bin/switch-to-configuration", SYSTEM.format(name=letter, more=more))
        (path / "sw").mkdir()
        (path / "sw/bin").symlink_to("/bin")
        for part in ("kernel", "initrd", "kernel-modules"):
            (path / part).symlink_to(f"/{part}-{kernel}")
        return path

    def prepare(self, old, new):
        for place in ("run/current-system", "run/booted-system"):
            (self.folder / place).parent.mkdir(exist_ok=True)
            (self.folder / place).symlink_to(old)
        link = self.folder / "etc/nixvirt/systems/web"
        link.parent.mkdir(parents=True)
        link.symlink_to(new)
        (self.folder / "closure").write_text(f"{self.folder}/nix/store/lib\n{new}\n")
        (self.folder / "known").write_text(f"{self.folder}/nix/store/lib\n{old}\n")

    def switch(self):
        """What is printed and what was done in the guest, in order; what is refused starts with a mark."""
        output = io.StringIO()
        try:
            with contextlib.redirect_stdout(output):
                self.names["switch"](None, ["web"], [])
            said = output.getvalue()
        except self.names["Refused"] as refused:
            said = f"refused: {refused}"
        return said, self.done()

    def done(self):
        file = self.folder / "done"
        return file.read_text().split("\n")[:-1] if file.exists() else []


def wait_for(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)


def lab(test):
    with tempfile.TemporaryDirectory() as folder:
        path = os.environ["PATH"]
        test(Lab(pathlib.Path(folder)))
        # What still runs in the guest writes to the folder.
        with open(f"{folder}/running", "a") as running:
            fcntl.flock(running, fcntl.LOCK_EX)
        os.environ["PATH"] = path


def keeps(it):
    old, new = it.system("a"), it.system("b", kernel="two")
    it.prepare(old, new)
    said, done = it.switch()
    assert done == ["b test", f"profile {new}", "b boot"], done
    assert "2 paths, of which the guest lacks 1" in said, said
    assert "web: switched; its new kernel, initrd, kernel-modules takes effect" in said, said
    assert (it.folder / "known").read_text().split()[-1] == str(new)


def fails(it):
    old, new = it.system("a"), it.system("b", "exit 4")
    it.prepare(old, new)
    said, done = it.switch()
    assert said.startswith("refused: web went back to its system: the new one cannot be activated"), said
    wait_for(lambda: len(it.done()) == 2)
    assert it.done() == ["b test", "a test"], done


def cuts_off(it):
    """The new system takes the network away."""
    it.names["CONFIRM_SECONDS"] = 2
    old, new = it.system("a", 'rm -f "$TEST/away"'), it.system("b", 'touch "$TEST/away"')
    it.prepare(old, new)
    said, done = it.switch()
    assert said == "refused: web went back to its system: it was not confirmed in time", said
    wait_for(lambda: len(it.done()) == 2)
    assert it.done() == ["b test", "a test"], done


def is_late(it):
    """The confirmation comes when the guest has decided."""
    old, new = it.system("a"), it.system("b")
    it.prepare(old, new)
    it.names["CONFIRM_SECONDS"] = 2
    decision, decided = it.names["decision"], it.folder / "run/nixvirt-switch/decided"

    def slow(words, seconds):
        state = decision(words, seconds)
        wait_for(decided.exists)
        return state

    it.names["decision"] = slow
    said, done = it.switch()
    assert said == "refused: web went back to its system: it was not confirmed in time", said
    wait_for(lambda: len(it.done()) == 2)
    assert it.done() == ["b test", "a test"], done


def runs_it(it):
    system = it.system("a")
    it.prepare(system, system)
    said, done = it.switch()
    assert "web: runs the host's system already\n" in said and done == [f"profile {system}", "a boot"], (said, done)


def is_full(it):
    old, new = it.system("a"), it.system("b")
    it.prepare(old, new)
    (it.folder / "full").touch()
    said, done = it.switch()
    assert said.startswith("refused: the system cannot be copied") and done == [], (said, done)


def is_none(it):
    it.prepare(it.system("a"), it.system("b"))
    (it.folder / "etc/nixvirt/systems/web").unlink()
    said, done = it.switch()
    assert said.startswith("refused: this host has no system for web") and done == [], said
    (it.folder / "etc/nixvirt/systems/web").symlink_to(it.folder / "nix/store" / f"{'b' * 32}-nixos")
    (it.folder / "run/current-system").unlink()
    said, done = it.switch()
    assert said == "refused: web does not run NixOS" and done == [], said


def is_hostile(it):
    """A guest that answers without an end, or with what a terminal acts on."""
    it.prepare(it.system("a"), it.system("b"))
    it.program(it.folder / "bin/ssh", "exec cat /dev/zero\n")
    said, done = it.switch()
    assert said == "refused: reading its system failed in the guest (status 255)" and done == [], said
    it.program(it.folder / "bin/ssh", "printf '\\033]0;title\\007' >&2; exit 3\n")
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        said, done = it.switch()
    assert said.startswith("refused: reading its system failed") and "title" in errors.getvalue(), said
    assert not set("\033\007") & set(errors.getvalue()), errors.getvalue()


for test in (keeps, fails, cuts_off, is_late, runs_it, is_full, is_none, is_hostile):
    lab(test)
    print(f"ok {test.__name__}")
