"""Snapshots of a guest: while it runs and when it is off, before it starts with a new definition."""

from .operating import ALICE, _installed, _state, _tool


def snapshots(lab):
    report = lab.report
    with lab.host("snapshots") as host:
        def described(more):
            return lab.generate("snapshots", ALICE.format(more=f"snapshot = {{ beforeRestart = true; keep = 2; }}; {more}"))

        config = host.configure(described('disks.data.size = "64m";'))
        host.boot()
        alice, tool = lab.guest(host, config, "alice"), _tool(host, config)
        _installed(lab, alice)

        # The guest's other disk: its name depends on where it is on the bus.
        disk = 'd=$(grep -lx data /sys/block/vd*/serial); d=/dev/$(basename $(dirname $d)); '

        def names():
            return [line.split()[0] for line in tool("snapshot", "alice", "list").stdout.splitlines()[1:]]

        def automatic():
            return [name for name in names() if name.startswith("before-restart-")]

        report.check("a guest that is new has none", names() == [], names())
        alice.ssh(disk + "echo one >/root/data; dd if=/root/data of=$d conv=sync; sync")
        result = tool("snapshot", "alice", "create", "one")
        report.check("a snapshot while it runs", result.returncode == 0 and names() == ["one"], (result, names()))
        report.check("the list counts it", _state(tool, "alice").split()[-1] == "1", tool("list").stdout)
        alice.ssh(disk + "echo two >/root/data; dd if=/root/data of=$d conv=sync; sync; echo two >/run/mark")
        result = tool("snapshot", "alice", "create", "two", "--memory")
        report.check("one with memory", result.returncode == 0, result)
        report.note(result.stdout.strip())
        alice.ssh("echo three >/root/data; sync; echo three >/run/mark")
        result = tool("snapshot", "alice", "revert", "two")
        report.check("a revert while it runs", result.returncode == 0, (result, host.journal(alice.unit)[-500:]))
        seen = alice.ssh(disk + "cat /run/mark /root/data; head -c 4 $d").stdout
        report.check("memory and disks are as they were", seen == "two\ntwo\ntwo\n", seen)
        result = tool("snapshot", "alice", "revert", "one")
        report.check("one without memory: refused while it runs", "is without memory" in result.stderr, result)
        alice.stop()
        result = tool("snapshot", "alice", "revert", "one")
        report.check("a revert when it is off", result.returncode == 0, result)
        report.check("makes a snapshot before", len([each for each in names() if each.startswith("before-revert-")]) == 2, names())
        alice.start()
        alice.wait_for_ssh()
        seen = alice.ssh(disk + "cat /root/data; head -c 4 $d").stdout
        report.check("the guest boots with the data of then", seen == "one\none\n", seen)
        report.check("a start with the same definition makes none", automatic() == [], names())

        # A rebuild: the disk grows.
        alice.stop()
        host.configure(described('disks.data.size = "96m";'))
        result = alice.start()
        alice.wait_for_ssh()
        report.check("a start with another makes one", len(automatic()) == 1, (result.stderr, host.journal(alice.unit)[-800:]))
        sectors = alice.ssh(disk + "cat /sys/block/$(basename $d)/size").stdout.strip()
        report.check("and the disk has grown", sectors == str(96 * 2048), sectors)
        alice.ssh("echo four >/root/data; sync")
        before = automatic()[0]
        alice.stop()
        report.check("a revert to it", tool("snapshot", "alice", "revert", before).returncode == 0)
        alice.start()
        alice.wait_for_ssh()
        seen = alice.ssh(disk + "cat /root/data /sys/block/$(basename $d)/size").stdout
        report.check("has the data of then, and the disk grows again", seen == f"one\n{96 * 2048}\n", seen)

        # It was interrupted.
        alice.stop()
        (alice.directory / ".reverting").touch()
        alice.start(timeout=30)
        report.check("no start with disks of two moments", "A revert was interrupted" in host.journal(alice.unit)
                     and host.state(alice.unit, "ActiveState") != "active", host.journal(alice.unit)[-500:])
        host.systemctl("stop", alice.unit)
        report.check("until it is done again", tool("snapshot", "alice", "revert", "one").returncode == 0
                     and alice.start().returncode == 0, host.journal(alice.unit)[-500:])
        alice.wait_for_ssh()
        report.check("deleted", tool("snapshot", "alice", "delete", "one").returncode == 0 and "one" not in names(), names())
        for size in ("100m", "104m", "108m"):
            alice.stop()
            host.configure(described(f'disks.data.size = "{size}";'))
            alice.start()
        report.check("the newest are kept", len(automatic()) == 2 and before not in names(), names())
        alice.wait_for_ssh()
        alice.stop()
