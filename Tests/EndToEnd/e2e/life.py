"""The whole life of a guest."""

import re
import shutil
import time

from .report import wait_for

ALICE = 'alice = {{ memory = "256m"; diskSize = "{size}"; shutdownTimeout = 60; }};'


def whole_life(lab):
    report = lab.report
    with lab.host("life") as host:
        config = host.configure(lab.generate("life", ALICE.format(size="1g")))
        host.boot()
        alice = lab.guest(host, config, "alice")

        started = time.monotonic()
        result = alice.start(timeout=120)
        report.require(
            "first start installs and runs the guest", result.returncode == 0,
            (result.stderr, host.journal(alice.install_unit)[-2000:], alice.install_log()[-2000:],
             host.journal(alice.unit)[-2000:]),
        )
        report.note(f"installed in {time.monotonic() - started:.1f} s")
        journal = host.journal(alice.install_unit)
        report.check("the journal shows the steps of the installation",
                     all(f"\n{step}" in journal for step in
                         ("partitioning", "installing", "handing over the host name")), journal)
        mode = oct((alice.directory / "root.qcow2").stat().st_mode & 0o777)
        report.check("the disk is for its user alone", mode == "0o600", mode)

        report.note(f"SSH after {alice.wait_for_ssh():.1f} s")
        report.check("SSH with the key of the description", True)
        report.check("the disk has its final name, and nothing else is there",
                     alice.files() == ["console.log", "install.log", "root.qcow2"], alice.files())
        name = alice.ssh("hostname").stdout.strip()
        report.check("the guest has its name", name == "alice", name)
        stranger = alice.ssh("hostname", key=lab.other_key)
        report.check("another key is refused", stranger.returncode == 255 and "denied" in stranger.stderr,
                     (stranger.returncode, stranger.stderr))
        nixos = alice.ssh("cat /etc/nixos/*.nix").stdout
        report.check("there is a configuration", all(part in nixos for part in (
            "imports = [ ./guest.nix ./nixpkgs.nix ]", "lib.mkDefault", "growPartition", "storePath <nixpkgs>",
        )), nixos[:200])

        status = alice.qmp("query-status")
        report.check("QMP tells that it runs", status.get("status") == "running", status)
        seen = alice.console("echo $((6 * 7)) serial", "42 serial")
        report.check("the serial console answers", "42 serial" in seen, seen)
        report.check("and is logged", "42 serial" in alice.console_log(), alice.console_log()[-200:])
        owner, main, capabilities = _process(host, alice)
        report.check("QEMU is the main process of the unit, as the guest's user",
                     owner == "guest-alice" and "qemu-system" in main, (owner, main))
        report.check("without capabilities, under a system call filter", capabilities == ("0", "1", "2"),
                     capabilities)

        alice.ssh("echo precious > /root/data; sync")
        seconds = alice.stop()
        _check_is_off(report, host, alice, "stopping powers the guest off")
        report.note(f"stopped in {seconds:.1f} s")
        report.check("within the limit", seconds < 60, seconds)
        report.check("by its own power-off", alice.console_log().rstrip().endswith("guest: off")
                     or "reboot: Power down" in alice.console_log()[-300:], alice.console_log()[-300:])

        lab.keep_disk(alice)

        # Again, with a bigger disk.
        installed = alice.install_log()
        host.configure(lab.generate("life", ALICE.format(size="1536m")))
        result = alice.start()
        report.require("second start", result.returncode == 0,
                       (result.stderr, host.journal(alice.unit)[-2000:]))
        report.check("does not install again", alice.install_log() == installed)
        alice.wait_for_ssh()
        data = alice.ssh("cat /root/data").stdout
        report.check("what the guest wrote is there", data == "precious\n", data)
        sectors = alice.ssh("cat /sys/block/vda/size").stdout.strip()
        report.check("the disk has grown", sectors == str(1536 * 2048), sectors)
        blocks = alice.ssh("df -m / | tail -n 1 | awk '{print $2}'").stdout.strip()
        report.check("and the file system with it", blocks.isdigit() and int(blocks) > 1300, blocks)

        # Smaller: refused, nothing lost.
        alice.stop()
        host.configure(lab.generate("life", ALICE.format(size="1g")))
        alice.start()
        state = host.state(alice.unit, "ActiveState", "Result")
        message = host.journal(alice.unit)[-1000:]
        report.check("a smaller size is refused, and the unit does not run", state[0] != "active", state)
        report.check("the message says why", "disks can only grow" in message, message)
        host.systemctl("stop", alice.unit)
        host.systemctl("reset-failed")
        size = alice.disk()["virtual-size"]
        report.check("and the disk is as it was", size == 1536 << 20, size)

        # Another key.
        host.configure(lab.generate("life", ALICE.format(size="1536m"), key=lab.other_key))
        alice.key = lab.other_key
        alice.start()
        alice.wait_for_ssh()
        report.check("a new key logs in after the next start", True)
        former = alice.ssh("hostname", key=lab.key)
        report.check("and the removed one does not", former.returncode == 255 and "denied" in former.stderr,
                     (former.returncode, former.stderr))
        alice.stop()

        # Taken out of the description.
        host.configure(lab.generate("life", ALICE.format(size="1536m"), key=lab.other_key))
        _command(report, host, config, alice)
        host.configure(lab.generate("life", ""))
        loaded = host.state(alice.unit, "LoadState")
        report.check("taken out of the description, the unit is gone", loaded == "not-found", loaded)
        report.check("and the disk is kept", "root.qcow2" in alice.files(), alice.files())


def image(lab):
    """A guest from a cloud image: the disk of an installed guest, which has another key and name."""
    report = lab.report
    place = "/var/lib/images/cloud.qcow2"
    with lab.host("image") as host:
        if not lab.disk.exists():
            report.skip("a guest from an image", "the image is the disk that the scenario life installs", False)
            return
        file = host.directory / place.lstrip("/")
        file.parent.mkdir()
        shutil.copy(lab.disk, file)
        file.chmod(0o644)
        config = host.configure(lab.generate(
            "image", f'cloud = {{ memory = "256m"; image = "{place}"; diskSize = "1200m"; }};', key=lab.other_key))
        host.boot()
        cloud = lab.guest(host, config, "cloud")
        cloud.key = lab.other_key
        result = cloud.start()
        report.require("a guest is made from an image", result.returncode == 0,
                       (result.stderr, host.journal(cloud.install_unit)[-600:], host.journal(cloud.unit)[-600:]))
        cloud.wait_for_ssh()
        report.check("it takes the key of the seed", True)
        name = cloud.ssh("hostname").stdout.strip()
        report.check("and the name", name == "cloud", name)
        stranger = cloud.ssh("hostname", key=lab.key)
        report.check("the image's own key is gone", stranger.returncode == 255, stranger.stdout)
        sectors = cloud.ssh("cat /sys/block/vda/size").stdout.strip()
        report.check("the disk has the size of the description", sectors == str(1200 * 2048), sectors)
        cloud.stop()
        _check_is_off(report, host, cloud, "it powers off")


def _command(report, host, config, alice):
    """What the operator has on the PATH."""
    program = config["environment"]["systemPackages"][0] + "/bin/nixvirt-guest"
    started = host.run(program, "start", "alice", timeout=120)
    report.check("nixvirt-guest starts a guest", started.returncode == 0, started.stderr)
    alice.wait_for_ssh()
    listed = host.run(program, "list").stdout
    # Without addresses: the host exchanges no packet with an isolated network.
    report.check("lists it", re.search(r"alice +running +\d+ s", listed) and "fe80" not in listed, listed)
    before = alice.console_log().count("guest: ready")
    host.run(program, "reset", "alice")
    booted = wait_for("a boot after the reset", 60, lambda: alice.console_log().count("guest: ready") > before)
    report.check("resets it", booted and host.state(alice.unit, "NRestarts") == "0")
    alice.wait_for_ssh()
    host.run(program, "stop", "alice", timeout=120)
    state = host.state(alice.unit, "ActiveState", "Result")
    report.check("powers it off", state == ["inactive", "success"], state)
    # NixOS starts the targets again in a switch.
    host.run("systemctl", "start", "multi-user.target", timeout=120)
    report.check("a switch starts a guest that was stopped by hand", host.state(alice.unit, "ActiveState") == "active")
    unknown = host.run(program, "reset", "nobody")
    report.check("and says what it cannot do", unknown.returncode == 1 and "there is no guest 'nobody'" in unknown.stderr,
                 (unknown.returncode, unknown.stderr))


def _process(host, guest):
    pid = host.state(guest.unit, "MainPID")
    shown = host.run("ps", "-o", "user:32=,args=", "-p", pid).stdout.split(None, 1)
    status = host.path(f"/proc/{pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return (shown[0], shown[1].split()[0],
            (fields["CapEff"].strip().lstrip("0") or "0", fields["NoNewPrivs"], fields["Seccomp"]))


def _check_is_off(report, host, guest, what):
    state = wait_for(f"{guest.unit} ends", 10, lambda: host.state(guest.unit, "ActiveState", "Result"))
    report.check(what, state == ["inactive", "success"], (state, host.journal(guest.unit)[-500:]))
