"""What goes wrong, and what is left then."""

import contextlib
import os
import subprocess
import time

from .report import Failed, wait_for

ALICE = 'alice = {{ memory = "256m"; diskSize = "1g"; {more} }};'


@contextlib.contextmanager
def _host(lab, name, more="", boot=True, **options):
    with lab.host(name, device=options.pop("device", None)) as host:
        config = host.configure(lab.generate(name, ALICE.format(more=more), **options))
        guest = lab.guest(host, config, "alice")
        if boot:
            host.boot()
        yield host, guest


def _running(lab, host, guest):
    """Starts a guest that is installed already, and waits for SSH."""
    lab.give_disk(guest)
    result = guest.start()
    lab.report.require("the guest starts", result.returncode == 0,
                       (result.stderr, host.journal(guest.install_unit)[-1000:], host.journal(guest.unit)[-1000:]))
    guest.wait_for_ssh()


def _begin_install(host, guest, step="installing"):
    """Starts an installation, and waits until it has come to a step."""
    before = host.journal(guest.install_unit).count(f"\n{step}\n")
    host.systemctl("start", "--no-block", guest.install_unit)
    wait_for(f"the step {step}", 60,
             lambda: host.journal(guest.install_unit).count(f"\n{step}\n") > before, 0.1)


def _ended(host, unit, seconds=20):
    return wait_for(f"{unit} ends", seconds, lambda: (
        state := host.state(unit, "ActiveState", "Result"))[0] in ("failed", "inactive") and state)


def interrupted(lab):
    report = lab.report
    with _host(lab, "interrupted") as (host, alice):
        _begin_install(host, alice)
        for number in host.processes("^[^ ]*qemu-system.*alice-install"):
            subprocess.run(["kill", "-KILL", str(number)], check=True)
        state = _ended(host, alice.install_unit)
        journal = host.journal(alice.install_unit)
        report.check("QEMU killed during the installation: the unit fails", state == ["failed", "exit-code"], state)
        report.check("no disk has the final name", "root.qcow2" not in alice.files(), alice.files())
        report.check("the journal says that QEMU ended", "QEMU ended with status 137" in journal, journal[-600:])

        _begin_install(host, alice)
        host.power_cut()
        report.check("power cut during the installation: no disk has the final name",
                     "root.qcow2" not in alice.files(), alice.files())

        host.boot()
        _two_at_once(report, host, alice)
        report.check("after the power cut, it is installed from the start",
                     "root.qcow2" in alice.files() and not {"root.qcow2.new", "install.erofs"} & set(alice.files()),
                     alice.files())
        alice.start()
        alice.wait_for_ssh()
        report.check("and the guest runs", True)


def _two_at_once(report, host, alice):
    _begin_install(host, alice, "partitioning")
    user = str(host.user_id(alice.unit))
    log = alice.directory.parent / "second.log"
    with open(log, "w") as output:
        second = subprocess.Popen(
            ["nsenter", f"--target={host.pid}", "--mount", "--pid", "--net", "--root", "--wd", "env", "-i",
             "PATH=/usr/bin", "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "bash", "-c",
             "cd /var/lib/guests/alice && exec /etc/nixvirt/guests/alice/install"],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        time.sleep(1)
        running = host.processes("^[^ ]*qemu-system.*alice-install")
        report.check("two installations at once: one QEMU", len(running) == 1, running)
        report.check("the second waits", second.poll() is None, (second.poll(), log.read_text()))
        state = _ended(host, alice.install_unit, 120)
        report.check("the first succeeds", state == ["inactive", "success"],
                     (state, host.journal(alice.install_unit)[-800:]))
        status = second.wait(timeout=20)
    report.check("the second finds the disk, and does nothing", status == 0 and log.read_text() == "",
                 (status, log.read_text()))


def false_marker(lab):
    report = lab.report
    with _host(lab, "false-marker") as (host, alice):
        lab.store.replace_on_images({
            "sw/bin/nixos-install": "#!/bin/bash\nprintf '\\nINSTALL_SUCCESSFUL\\nINSTALL_SUCCESSFUL "
                                    "b4a3fd1c-1f3a-4a3b-8f43-0f4f35a10c39\\n'\nexit 1\n"})
        try:
            host.systemctl("start", alice.install_unit, timeout=120)
            state = _ended(host, alice.install_unit, 120)
        finally:
            lab.store.replace_on_images({})
        journal = host.journal(alice.install_unit)
        report.check("the marker was on the console", "INSTALL_SUCCESSFUL b4a3" in alice.install_log(),
                     alice.install_log()[-300:])
        report.check("a marker without this run's nonce is no success", state == ["failed", "exit-code"], state)
        report.check("no disk has the final name", "root.qcow2" not in alice.files(), alice.files())
        report.check("the journal says so, with the end of the log",
                     "The installer gave up" in journal and "INSTALL_SUCCESSFUL b4a3" in journal, journal[-600:])


def disk_full(lab):
    report = lab.report
    image = lab.work / "small.img"
    with _host(lab, "disk-full", boot=False) as (host, alice):
        host.guests.mkdir()
        subprocess.run(["truncate", "--size=24M", image], check=True)
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m0", image], check=True)
        subprocess.run(["mount", "-o", "loop", image, host.guests], check=True)
        try:
            host.boot()
            host.systemctl("start", "--no-block", alice.install_unit)
            try:
                state = _ended(host, alice.install_unit, 45)
            except Failed:
                state = "still installing after 45 s"
            report.check("no room during the installation: the unit fails", state == ["failed", "exit-code"],
                         (state, alice.install_log()[-300:]))
            report.check("no disk has the final name", "root.qcow2" not in alice.files(), alice.files())
            journal = host.journal(alice.install_unit)
            report.check("the journal has the reason", "I/O error" in journal or "No space" in journal,
                         journal[-1000:])
        finally:
            host.power_cut()
            subprocess.run(["umount", "--lazy", host.guests], check=True)
            image.unlink()


def ignores_power_off(lab):
    report = lab.report
    limit = 8
    with _host(lab, "ignores-power-off", f"shutdownTimeout = {limit};") as (host, alice):
        _running(lab, host, alice)
        alice.ssh("killall head; echo precious > /root/data; sync")
        seconds = alice.stop()
        state = host.state(alice.unit, "ActiveState", "Result")
        report.check("a guest that ignores the power button is ended at the limit",
                     limit <= seconds < limit + 5, f"{seconds:.1f} s")
        report.check("the unit says that it took too long", state == ["failed", "timeout"], state)
        report.check("QEMU is gone", not host.processes("^[^ ]*qemu-system"), host.processes("^[^ ]*qemu-system"))
        alice.start()
        alice.wait_for_ssh()
        data = alice.ssh("cat /root/data").stdout
        report.check("what the guest had written is there", data == "precious\n", data)
        # A stop while it boots: nobody listens yet, the button is pressed again.
        alice.stop()
        host.configure(lab.generate("ignores-power-off", ALICE.format(more="shutdownTimeout = 60;")))
        alice.start()
        seconds = alice.stop()
        state = host.state(alice.unit, "ActiveState", "Result")
        report.check("a guest that is stopped while it boots powers off all the same",
                     state == ["inactive", "success"], state)
        report.note(f"stopped in {seconds:.1f} s")


def crash(lab):
    report = lab.report
    with _host(lab, "crash") as (host, alice):
        _running(lab, host, alice)
        alice.ssh("echo precious > /root/data; sync")
        pid = host.state(alice.unit, "MainPID")
        with contextlib.suppress(subprocess.TimeoutExpired):
            alice.ssh("echo c > /proc/sysrq-trigger", timeout=5)
        restarts = wait_for("a restart", 30, lambda: host.state(alice.unit, "NRestarts") != "0")
        report.check("a guest whose kernel panics is started again", restarts)
        journal = host.journal(alice.unit)
        report.check("as a failure", "status=1/FAILURE" in journal, journal[-600:])
        alice.wait_for_ssh()
        report.check("another QEMU runs it", host.state(alice.unit, "MainPID") != pid)
        data = alice.ssh("cat /root/data").stdout
        report.check("what the guest had written is there", data == "precious\n", data)
        log = alice.console_log()
        report.check("the console's log has the last words of the crash",
                     "Kernel panic" in log and log.rindex("Kernel panic") < log.rindex("guest: started"), log[-400:])


def no_kvm(lab):
    report = lab.report
    with _host(lab, "no-kvm", device="", accel="kvm") as (host, alice):
        host.systemctl("start", alice.unit)
        state = _ended(host, alice.install_unit)
        report.check("without KVM the installation fails", state == ["failed", "exit-code"], state)
        journal = host.journal(alice.install_unit)
        report.check("the journal says why", "KVM" in journal and "QEMU ended with status 1" in journal, journal[-600:])
        report.check("no disk has the final name", "root.qcow2" not in alice.files(), alice.files())
        _put_blank_disk(alice)
        host.systemctl("reset-failed")
        host.systemctl("start", alice.unit)
        journal = wait_for("the guest's QEMU ends", 10, lambda: (
            text := host.journal(alice.unit)) and "exited" in text and text)
        report.check("nor does the guest run: no silent fallback", "KVM" in journal, journal[-600:])
        running = host.processes("^[^ ]*qemu-system")
        report.check("no QEMU runs", not running, running)


def _put_blank_disk(guest):
    """The guest counts as installed."""
    disk = guest.directory / "root.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", disk, "1g"], check=True)
    user = guest.host.user_id(guest.unit)
    os.chown(disk, user, user)
