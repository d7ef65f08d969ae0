"""What nixvirt does with the guest agent of QEMU: with a real one, and with fakes that do what a guest could do.

    python3 tests.py PROGRAMS [TEST]

PROGRAMS is the directory with guest-monitor.py and the rest. The guest-monitor runs as it is in a module, the
parts of nixvirt-guest are called. Only `qemu-ga` is real, and it may neither freeze nor power off anything here."""

import concurrent.futures, contextlib, io, json, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, threading, time

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
MAC = "52:54:00:12:34:56"


def program(place, *names):
    text = "".join((PROGRAMS / f"{name}.py").read_text() + "\n" for name in names)
    return text.replace("/run/guests", str(place)).replace("RETRY = 5", "RETRY = 0.4").replace("SILENCE = 2", "SILENCE = 0.4")


def tool(place):
    """The parts of nixvirt-guest, as a namespace with a host of one guest."""
    names = {"__name__": "tool"}
    exec(program(place, "guest-host", "guest-agent"), names)
    host = names["Host"].__new__(names["Host"])
    host.guests = {"a": {"guestAgent": True, "interfaces": [{"mac": MAC}]}}
    return names, host


class QEMU:
    """The sockets of a QEMU: a console that is silent, events, and the channel of the agent."""

    def __init__(self, place, agent):
        self.place, self.agent, self.received, self.events = place, agent, [], None
        (place / "a").mkdir(exist_ok=True)
        for name, serve in (("console", lambda _: None), ("events", self.qmp), ("agent", agent and self.channel)):
            if serve:
                listener = socket.socket(socket.AF_UNIX)
                listener.bind(str(place / "a" / f"{name}.sock"))
                listener.listen(4)
                threading.Thread(target=self.accept, args=(listener, serve), daemon=True).start()

    def accept(self, listener, serve):
        kept = []
        while True:
            kept.append(listener.accept()[0])
            threading.Thread(target=serve, args=(kept[-1],), daemon=True).start()

    def qmp(self, connection):
        self.events = connection
        with contextlib.suppress(OSError):
            for _ in connection.makefile():
                connection.sendall(b'{"return": {}}\n')

    def channel(self, connection):
        with contextlib.suppress(OSError):
            self.agent(self, connection)

    def requests(self, connection):
        """The requests that arrive, as an agent reads them."""
        for line in connection.makefile("rb"):
            request = json.loads(line.replace(b"\xff", b""))
            self.received.append(request["execute"])
            yield request

    def count(self, command):
        return self.received.count(command)


def synchronized(request):
    return b"\xff" + json.dumps({"return": request["arguments"]["id"]}).encode() + b"\n"


def answering(results):
    """An agent that works, with what it answers to commands: values, or bytes."""

    def agent(qemu, connection):
        for request in qemu.requests(connection):
            name = request["execute"]
            answer = results.get(name, {})
            if name == "guest-sync-delimited":
                connection.sendall(synchronized(request))
            elif answer is not None:
                connection.sendall(answer if isinstance(answer, bytes) else json.dumps({"return": answer}).encode() + b"\n")

    return agent


@contextlib.contextmanager
def monitored(agent):
    place = pathlib.Path(tempfile.mkdtemp())
    qemu = QEMU(place, agent)
    (place / "monitor.py").write_text(program(place, "guest-monitor", "guest-monitor-agent", "guest-monitor-main"))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place / "a.monitor.sock"))
    listener.listen(8)
    os.set_inheritable(listener.fileno(), True)

    def start():
        def three():
            os.dup2(listener.fileno(), 3)

        return subprocess.Popen([sys.executable, "-I", "monitor.py", "a", "log", "9999", "1", "agent"], cwd=place, close_fds=False,
                                preexec_fn=three, env=os.environ | {"LISTEN_FDS": "1"}, stdout=subprocess.PIPE)

    qemu.start, qemu.monitor = start, start()
    try:
        yield (qemu, *tool(place))
    finally:
        qemu.monitor.kill()
        qemu.monitor.wait()
        listener.close()
        shutil.rmtree(place)


def until(what, seconds=5):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def said(function):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function()
    return out.getvalue()


def addresses(names, host):
    found = {}
    begun = time.monotonic()
    names["addresses_from_agents"](host, ["a"], found)
    assert time.monotonic() - begun < 2.5, "it took too long"
    return found.get(MAC, []), found


def real_agent():
    qemu_ga = shutil.which("qemu-ga") or shutil.which("qemu-ga", path="/usr/sbin")
    if not qemu_ga:
        return print("skipped: qemu-ga is not installed")
    with monitored(None) as (qemu, names, host):
        forbidden = ("guest-fsfreeze-freeze,guest-fsfreeze-freeze-list,guest-shutdown,guest-exec,guest-file-open,"
                     "guest-suspend-disk,guest-suspend-ram,guest-suspend-hybrid,guest-set-user-password,guest-set-time")
        agent = subprocess.Popen([qemu_ga, "-m", "unix-listen", "-p", str(qemu.place / "a" / "agent.sock"), "-t",
                                  str(qemu.place), "-b", forbidden], stderr=subprocess.DEVNULL)
        try:
            cards = json.loads(subprocess.run(["ip", "-json", "address"], capture_output=True, check=True).stdout)
            until(lambda: addresses(names, host) and host_answers(names, host))
            for card in cards:
                host.guests["a"]["interfaces"] = [{"mac": card.get("address", "")}]
                known = {each["local"] for each in card["addr_info"]} - {"127.0.0.1", "::1"}
                found = {}
                names["addresses_from_agents"](host, ["a"], found)
                assert set(found.get(card.get("address"), [])) == known, (found, card)
            text = said(lambda: frozen_for(names, host, 0))
            assert "disabled" in text and "not frozen" in text, text
        finally:
            agent.kill()
            agent.wait()


def host_answers(names, host):
    with contextlib.suppress(names["Refused"]):
        return host.ask("a", {"agent": "guest-ping"}) == {}


def frozen_for(names, host, seconds, limit=10):
    with names["frozen"](host, "a", limit):
        time.sleep(seconds)


def interface(mac=MAC, *addresses):
    return {"name": "eth0", "hardware-address": mac, "ip-addresses": [{"ip-address": each} for each in addresses]}


def hostile_answers():
    good = interface(MAC.upper(), "10.0.0.5", "fe80::1%eth0", "10.0.0.5", "127.0.0.1", "::", "2001:db8::1", "\x1b[2J", 7)
    with monitored(answering({"guest-network-get-interfaces": [
            7, {}, {"hardware-address": []}, {"hardware-address": MAC, "ip-addresses": 5}, interface("52:54:00:00:00:01", "10.0.0.6"),
            good, {"hardware-address": MAC, "ip-addresses": [None, {"ip-address": {}}]}]})) as (_, names, host):
        until(lambda: addresses(names, host)[0])
        own, found = addresses(names, host)
        assert own == ["10.0.0.5", "2001:db8::1"] and list(found) == [MAC], found
    many = [interface(MAC, *(f"10.1.{n}.{m}" for m in range(200))) for n in range(200)]
    answers = (many, [many[:1]] * 3, {}, "x", 5, b'{"return": ' + b"[" * 100_000, b"[1]\n", b"\xff\xfe\n", b"5\n", None,
                   b"x" * (2 << 20), b'{"error": 5}\n', b'{"error": {"desc": "\x1b[2J"}}\n')

    def tried(answer):
        with monitored(answering({"guest-network-get-interfaces": answer})) as (_, names, host):
            own, _ = addresses(names, host)
            assert len(own) <= 64 and (own == [] or answer is many), (answer, own)
            try:
                host.ask("a", {"agent": "guest-network-get-interfaces", "seconds": 1})
            except names["Refused"] as reason:
                assert str(reason).isprintable(), reason

    with concurrent.futures.ThreadPoolExecutor(len(answers)) as pool:
        list(pool.map(tried, answers))


def wrong_synchronization():
    def agent(qemu, connection):
        for request in qemu.requests(connection):
            connection.sendall(b'\xff{"return": 1}\n\xffx\n{"return": []}\n')

    with monitored(agent) as (qemu, names, host):
        assert addresses(names, host)[0] == []
        assert set(qemu.received) == {"guest-sync-delimited"}, qemu.received


def silent_agent():
    """What was asked for while no agent ran is not done when it starts."""
    later = threading.Event()

    def agent(qemu, connection):
        later.wait()
        for request in qemu.requests(connection):
            if request["execute"] == "guest-sync-delimited":
                connection.sendall(synchronized(request))

    with monitored(agent) as (qemu, names, host):
        assert "not frozen" in said(lambda: frozen_for(names, host, 0))
        later.set()
        time.sleep(0.5)
        assert qemu.count("guest-fsfreeze-freeze") == 0, qemu.received


def freezing():
    with monitored(answering({"guest-fsfreeze-freeze": 2, "guest-fsfreeze-thaw": 2})) as (qemu, names, host):
        until(lambda: host_answers(names, host))
        thaws = qemu.count("guest-fsfreeze-thaw")
        assert said(lambda: frozen_for(names, host, 0.1)) == ""
        assert qemu.count("guest-fsfreeze-freeze") == 1 and qemu.count("guest-fsfreeze-thaw") == thaws + 1, qemu.received
        # Longer than allowed.
        text = said(lambda: frozen_for(names, host, 1.5, limit=1))
        assert "too long" in text and qemu.count("guest-fsfreeze-thaw") == thaws + 2, (text, qemu.received)
        # The program that asked for it ends.
        connection, _, _ = host.connect("a", {"freeze": 60})
        connection.close()
        until(lambda: qemu.count("guest-fsfreeze-thaw") == thaws + 3)
        # Two at once.
        connection, _, _ = host.connect("a", {"freeze": 60})
        assert "frozen already" in said(lambda: frozen_for(names, host, 0))
        # The monitor ends.
        qemu.monitor.kill()
        qemu.monitor.wait()
        qemu.monitor = qemu.start()
        until(lambda: qemu.count("guest-fsfreeze-thaw") == thaws + 4)
        connection.close()


def failed_freeze():
    """One that answers late, or badly, may have frozen something."""
    with monitored(answering({"guest-fsfreeze-freeze": b'{"error": {"desc": "\x1b[31mno"}}\n'})) as (qemu, names, host):
        until(lambda: host_answers(names, host))
        before = qemu.count("guest-fsfreeze-thaw")
        text = said(lambda: frozen_for(names, host, 0))
        assert "not frozen" in text and "\x1b" not in text, text
        until(lambda: qemu.count("guest-fsfreeze-thaw") > before)


def powering_off():
    with monitored(answering({"guest-shutdown": None})) as (qemu, names, host):
        until(lambda: qemu.events and host_answers(names, host))
        qemu.events.sendall(b'{"event": "POWERDOWN"}\n' * 3)
        until(lambda: qemu.count("guest-shutdown"))
        assert qemu.count("guest-shutdown") == 1
        # It is no end: other requests are answered.
        until(lambda: host_answers(names, host))


TESTS = (real_agent, hostile_answers, wrong_synchronization, silent_agent, freezing, failed_freeze, powering_off)
if sys.argv[2:]:
    next(test for test in TESTS if test.__name__ == sys.argv[2])()
else:
    running = [(test.__name__, subprocess.Popen([sys.executable, *sys.argv, test.__name__])) for test in TESTS]
    failed = [name for name, process in running if process.wait()]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
