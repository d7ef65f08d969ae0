"""Guests that boot from the host's store."""

import subprocess
import time

from .report import wait_for
from .store import write

GUESTS = """
  alice = {{ install = "store"; memory = "256m"; diskSize = "{size}"; nixos.modules = [ ./alice.nix ]; }};
  bob = {{ install = "store"; memory = "256m"; diskSize = "512m"; }};
"""


def stored(lab):
    report = lab.report

    def module(version, size="512m"):
        write(lab.work / "descriptions/stored/alice.nix", f"# version {version}\n{{ }}\n")
        return lab.generate("stored", GUESTS.format(size=size))

    with lab.host("stored") as host:
        config = host.configure(module("one"))
        host.boot()
        alice, bob = (lab.guest(host, config, name) for name in ("alice", "bob"))
        started = time.monotonic()
        result = alice.start()
        report.require("first start", result.returncode == 0, (result.stderr, host.journal(alice.unit)[-2000:]))
        alice.wait_for_ssh()
        report.note(f"first start to SSH: {time.monotonic() - started:.1f} s")
        first = _image(alice)
        report.check("its files: root disk and image, for its user alone",
                     _names(alice) == ["console.log", "root.store.qcow2", first]
                     and (alice.directory / first).stat().st_mode & 0o777 == 0o600, alice.files())
        _check_system(report, alice, "one", "alice")
        paths = set(alice.ssh("ls /nix/store").stdout.split())
        listed = set(_closure(host, lab, "alice"))
        report.check("its /nix/store has its closure and nothing else", paths == listed | {"registration"},
                     (paths, listed))
        seen = alice.ssh("touch /nix/store/x; touch /nix/store/*/init").stderr
        report.check("and is read-only", seen.count("Read-only file system") == 2, seen)
        alice.ssh("echo precious > /root/data; sync")
        key = alice.ssh("dropbearkey -y -f /etc/dropbear/key").stdout

        # Again.
        made = (alice.directory / first).stat()
        alice.stop()
        started = time.monotonic()
        alice.start()
        alice.wait_for_ssh()
        report.note(f"second start to SSH: {time.monotonic() - started:.1f} s")
        report.check("second start: the image is not made again", (alice.directory / first).stat() == made)
        report.check("the disk is not formatted again",
                     alice.console_log().count("the disk is formatted") == 1, alice.console_log()[-500:])
        report.check("data and SSH host key are kept",
                     alice.ssh("cat /root/data").stdout == "precious\n"
                     and alice.ssh("dropbearkey -y -f /etc/dropbear/key").stdout == key)

        # A rebuild, and back.
        host.configure(module("two"))
        program = config["environment"]["systemPackages"][0] + "/bin/nixvirt-guest"
        pending = next(line for line in host.run(program, "list").stdout.splitlines() if line.startswith("alice"))
        report.check("list shows that its system is older than the host's", pending.endswith(" system"), pending)
        started = time.monotonic()
        host.systemctl("restart", alice.unit, timeout=120)
        alice.wait_for_ssh()
        report.note(f"update, from the restart to SSH: {time.monotonic() - started:.1f} s")
        second = _image(alice, without=first)
        _check_system(report, alice, "two", "alice")
        wait_for("the older image is removed", 20, lambda: _names(alice) == ["console.log", "root.store.qcow2", second])
        report.check("the older image is removed when the new system is up", True)
        report.check("data and SSH host key outlive the update",
                     alice.ssh("cat /root/data").stdout == "precious\n"
                     and alice.ssh("dropbearkey -y -f /etc/dropbear/key").stdout == key)
        host.configure(module("one"))
        host.systemctl("restart", alice.unit, timeout=120)
        alice.wait_for_ssh()
        _check_system(report, alice, "one", "alice")
        report.check("a rollback has the image of before", _image(alice, without=second) == first, alice.files())

        # Growth.
        host.configure(module("one", "768m"))
        host.systemctl("restart", alice.unit, timeout=120)
        alice.wait_for_ssh()
        blocks = alice.ssh("df -m / | tail -n 1 | awk '{print $2}'").stdout.strip()
        report.check("a larger diskSize: the root file system grows", blocks.isdigit() and int(blocks) > 650, blocks)

        # Another guest.
        bob.start()
        bob.wait_for_ssh()
        _check_system(report, bob, "none", "bob")
        others = set(bob.ssh("ls /nix/store").stdout.split())
        own = {each for each in listed if each.endswith("-nixos-system-guest")}
        report.check("another guest does not see the first one's system", not own & others, (own, others))
        user = str(host.user_id(bob.unit))
        read = host.run("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "head", "-c1",
                        f"/var/lib/guests/alice/{first}")
        report.check("and its QEMU's user cannot read its image", "Permission denied" in read.stderr, read.stderr)
        bob.stop()
        alice.stop()

        # A power cut.
        host.configure(module("three\n# padding 400", "768m"))
        host.systemctl("start", "--no-block", alice.unit)
        wait_for("an image is being made", 30, lambda: (alice.directory / "store.new").exists(), 0.002)
        host.power_cut()
        report.check("a power cut while the image is made leaves no image",
                     not [each for each in _images(alice) if each != first]
                     and (alice.directory / "store.new").exists(), alice.files())
        host.boot()
        result = alice.start()
        alice.wait_for_ssh()
        _check_system(report, alice, "three", "alice")
        report.check("the next start makes it", "store.new" not in alice.files(), alice.files())
        report.check("and the data is there", alice.ssh("cat /root/data").stdout == "precious\n")


def writable(lab):
    """A guest that adds to its store."""
    report = lab.report

    def module(version):
        write(lab.work / "descriptions/writable/alice.nix", f"# version {version}\n{{ }}\n")
        return lab.generate("writable", """
          alice = { install = "store"; memory = "256m"; diskSize = "512m";
            nixos = { writableStore = true; modules = [ ./alice.nix ]; }; };
        """)

    with lab.host("writable") as host:
        config = host.configure(module("one"))
        host.boot()
        alice = lab.guest(host, config, "alice")
        result = alice.start()
        report.require("a guest with a writable store starts", result.returncode == 0, host.journal(alice.unit)[-2000:])
        alice.wait_for_ssh()
        _check_system(report, alice, "one", "alice")
        listed = set(_closure(host, lab, "alice"))
        seen = set(alice.ssh("ls /nix/store").stdout.split())
        report.check("it sees the paths of the image", seen == listed | {"registration"}, seen)
        registered = alice.ssh("cat /nix/.ro-store/registration").stdout.split()
        report.check("and their registration, where the unit nixvirt-store reads it",
                     {each.rsplit("/", 1)[1] for each in registered} == listed, registered)
        path = "/nix/store/0000000000000000000000000000000a-built"
        added = alice.ssh(f"mkdir {path} && echo built >{path}/file && sync")
        report.check("it can add a path", added.returncode == 0, added.stderr)
        changed = alice.ssh(f"touch /nix/store/{sorted(listed)[0]}/x; sync; ls /nix/.ro-store").stdout
        report.check("the image stays as it is", set(changed.split()) == listed | {"registration"}, changed)
        alice.stop()
        alice.start()
        alice.wait_for_ssh()
        seen = alice.ssh(f"cat {path}/file").stdout
        report.check("the path is there after a restart", seen == "built\n", seen)
        host.configure(module("two"))
        host.systemctl("restart", alice.unit, timeout=120)
        alice.wait_for_ssh()
        _check_system(report, alice, "two", "alice")
        seen = alice.ssh(f"cat {path}/file; ls /nix/store").stdout.split()
        report.check("and after an update of the host, beside the new system's paths",
                     seen[0] == "built" and set(_closure(host, lab, "alice")) <= set(seen), seen)
        alice.stop()


def no_room(lab):
    """The image of a store does not fit onto the host's disk."""
    report = lab.report
    disk = lab.work / "small.img"
    with lab.host("store-room") as host:
        config = host.configure(lab.generate(
            "store-room", 'alice = { install = "store"; memory = "256m"; diskSize = "512m"; restart = "no"; };'))
        host.guests.mkdir()
        subprocess.run(["truncate", "--size=120M", disk], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m0", disk], check=True)
        subprocess.run(["mount", "-o", "loop", disk, host.guests], check=True)
        try:
            filler = host.guests / "filler"
            subprocess.run(["fallocate", "--length=100M", filler], check=True)
            host.boot()
            alice = lab.guest(host, config, "alice")
            alice.start()
            state = host.state(alice.unit, "ActiveState", "Result")
            report.check("no room for the image of a store: the unit fails", state == ["failed", "exit-code"], state)
            journal = host.journal(alice.unit)
            report.check("the journal has the reason",
                         "The image of the guest's store cannot be made in /var/lib/guests/alice" in journal
                         and "No space left" in journal, journal[-1000:])
            report.check("nothing of the image is left", not [each for each in alice.files() if "store" in each],
                         alice.files())
            filler.unlink()
            result = alice.start()
            alice.wait_for_ssh()
            report.check("with room it starts", result.returncode == 0, result)
            alice.stop()
        finally:
            host.power_cut()
            subprocess.run(["umount", "--lazy", host.guests], check=True)
            disk.unlink()


def _check_system(report, guest, version, name):
    seen = guest.ssh("cat /run/current-system/version; hostname").stdout
    report.check(f"{guest.name} runs the system {version}", seen == f"{version}\n{name}\n", seen)


def _names(guest):
    return [each for each in guest.files() if not each.startswith("console.log.")]


def _images(guest):
    return [each for each in guest.files() if each.endswith(".erofs")]


def _image(guest, without=None):
    """The image that QEMU has."""
    found = [each for each in _images(guest) if each != without]
    return found[0] if len(found) == 1 else str(found)


def _closure(host, lab, name):
    """The names of the paths that the guest's system consists of."""
    prepare = host.run("cat", f"/etc/nixvirt/guests/{name}/prepare").stdout
    info = next(each for each in prepare.split("'") if each.endswith("-closure-info"))
    return [each.rsplit("/", 1)[1] for each in (lab.store.path(info) / "store-paths").read_text().split()]
