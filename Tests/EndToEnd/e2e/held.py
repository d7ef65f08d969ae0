"""Guests that are held, and get their files from another host."""

import os

from .operating import BLANK, _state, _tool

MARK = "/var/lib/nixvirt/held/alice"


def held(lab):
    """Neither a boot nor a rebuild starts a guest that is held, and its release gives it its files and no others."""
    report = lab.report
    with lab.host("held") as host:
        def described(more):
            return lab.generate("held", BLANK.format(name="alice", more=f"shutdownTimeout = 2; {more}"),
                                host='stateDir = "/var/guests";')

        config = host.configure(described(""))
        host.boot()
        host.make_directories(config)
        tool, alice = _tool(host, config), lab.guest(host, config, "alice")
        report.require("the guest runs", alice.start().returncode == 0, host.journal(alice.unit)[-800:])

        result = tool("hold", "--reason=it moves", "alice")
        report.check("a hold stops it", result.returncode == 0 and _state(tool, "alice").startswith("held: it moves"),
                     (result, _state(tool, "alice")))
        refused = tool("start", "alice")
        report.check("the command does not start it", "is held" in refused.stderr, refused)
        host.systemctl("start", alice.unit)
        state = host.state(alice.unit, "ActiveState")
        report.check("systemd does not, either", state in ("inactive", "failed"), state)
        host.power_cut()
        config = host.configure(described("cpus = 2;"))
        host.boot(autostart=["alice"])
        report.check("nor a boot with another definition", host.state(alice.unit, "ActiveState") == "inactive"
                     and host.path(MARK).exists(), _state(tool, "alice"))

        # As if it came from another host, where a guest that was taken over left links.
        directory = host.path("/var/guests/alice")
        user = directory.stat().st_uid
        own = [directory, directory / "root.qcow2", directory / "tpm", directory / "tpm/state"]
        own[2].mkdir()
        own[3].write_text("state")
        for path in own:
            os.chown(path, 0, 0)
        secret, folder = host.path("/var/secret"), host.path("/var/folder")
        folder.mkdir()
        for path in (secret, folder / "file"):
            path.write_text("of root")
        os.link(secret, directory / "hard")
        (directory / "soft").symlink_to("/var/secret")
        (directory / "inside").symlink_to("/var/folder")
        result = tool("release", "alice")
        report.check("a release starts it", result.returncode == 0 and host.state(alice.unit, "ActiveState") == "active",
                     (result, host.journal(alice.unit)[-800:]))
        report.check("with its own files", [path.stat().st_uid for path in own] == [user] * 4,
                     [path.stat().st_uid for path in own])
        report.check("and no others", [path.stat().st_uid for path in (secret, folder, folder / "file")] == [0] * 3)

        # A release while it runs changes no file: its QEMU could put links in the way.
        os.chown(own[3], 0, 0)
        tool("release", "alice")
        report.check("a release of a guest that runs changes no file", own[3].stat().st_uid == 0)
        host.systemctl("stop", alice.unit)
