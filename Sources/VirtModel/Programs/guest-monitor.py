"""guest-monitor NAME LOG MAX-BYTES KEEP [resume] [agent]: the other end of a guest's console and of QEMU's events.

It writes the console to LOG, which is rotated before it is larger than MAX-BYTES; reports events to
the journal; and lets root reach both over the socket that systemd listens on. It runs as the guest's
user, and may end and start again at any time: the guest does not notice."""

import collections, json, os, selectors, socket, sys, time

NAME, LOG, LIMIT, KEEP = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
WORDS = sys.argv[5:]
RUN = f"/run/guests/{NAME}"
BUFFER = 1 << 16
BOOTED = b"nixvirt: the system is up"
selector = selectors.DefaultSelector()


def say(level, text):
    print(f"<{level}>" + "".join(c if c.isprintable() else "?" for c in text[:500]), flush=True)


def status(text):
    """What `nixvirt-guest list` shows, see sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(f"STATUS={text}".encode(), address.replace("@", "\0", 1))


class Log:
    def __init__(self):
        self.file = open(LOG, "ab", buffering=0)
        self.size = self.file.seek(0, os.SEEK_END)
        self.failed = False

    def write(self, data):
        try:
            if self.size + len(data) > LIMIT:
                self.rotate()
            self.size += self.file.write(data)
            self.failed = False
        except OSError as error:
            if not self.failed:
                say(4, f"the console cannot be logged: {error.strerror}")
            self.failed = True

    def rotate(self):
        for n in range(KEEP, 0, -1):
            older = f"{LOG}.{n - 1}" if n > 1 else LOG
            if os.path.lexists(older):
                os.replace(older, f"{LOG}.{n}")
        new = open(LOG, "wb", buffering=0)
        self.file.close()
        self.file, self.size = new, 0


class Peer:
    """A connection with a bounded queue: a peer that does not read loses data."""

    def __init__(self, connection, receive):
        connection.setblocking(False)
        self.socket, self.receive, self.output = connection, receive, b""
        self.is_open = True
        selector.register(connection, selectors.EVENT_READ, self.ready)

    def ready(self, events):
        try:
            if events & selectors.EVENT_WRITE:
                self.output = self.output[self.socket.send(self.output):]
                self.watch()
            if events & selectors.EVENT_READ:
                if not (data := self.socket.recv(BUFFER)):
                    raise ConnectionResetError
                self.receive(self, data)
        except BlockingIOError:
            pass
        except (OSError, ValueError):
            self.close()

    def send(self, data):
        self.output = (self.output + data)[:4 * BUFFER]
        self.watch()

    def watch(self):
        if self.is_open:
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.output else 0)
            selector.modify(self.socket, wanted, self.ready)

    def close(self):
        if self.is_open:
            self.is_open = False
            selector.unregister(self.socket)
            self.socket.close()


class Monitor:
    def __init__(self):
        self.log, self.recent = Log(), collections.deque(maxlen=64)
        self.console = self.qemu = None
        self.viewers, self.waiting = [], collections.deque()
        self.lines, self.reported = b"", {}
        self.line = b""
        self.paused_by_error, self.next_try = False, 0.0
        self.seen = time.monotonic()
        self.agent = Agent(self) if "agent" in WORDS else None

    def connect(self):
        """Connects to the sockets of QEMU that are not connected."""
        self.console = self.connected(self.console, "console", self.output)
        known, self.qemu = self.qemu, self.connected(self.qemu, "events", self.answer)
        if self.qemu and self.qemu is not known:
            self.lines = b""
            self.waiting.clear()
            self.ask("qmp_capabilities")
            self.ask("query-status", self.show)
        if self.agent:
            self.agent.connect()

    def connected(self, peer, name, receive):
        if not (peer and peer.is_open):
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(f"{RUN}/{name}.sock")
            except OSError:
                connection.close()
                return None
            peer = Peer(connection, receive)
        self.seen = time.monotonic()
        return peer

    # The console.

    def output(self, _, data):
        self.log.write(data)
        self.recent.append(data[-4096:])
        for viewer in [each for each in self.viewers if each.is_open]:
            viewer.send(data)
        if BOOTED in self.line + data:
            self.ask("query-named-block-nodes", self.keep_store)
        self.line = (self.line + data)[-len(BOOTED) + 1:]

    def keep_store(self, message):
        """A guest with install = "store" is up: only the image that it has is needed."""
        used = [os.path.basename(node.get("file", "")) for node in message.get("return", [])]
        for file in os.listdir("."):
            if any(each.startswith("store-") for each in used) and file not in used \
                    and file.startswith("store-") and file.endswith(".erofs"):
                os.remove(file)
                say(6, f"{file} is removed: the guest runs from another image")

    # QEMU's events.

    def ask(self, command, then=None):
        if self.qemu and self.qemu.is_open:
            self.waiting.append(then)
            request = command if isinstance(command, dict) else {"execute": command}
            self.qemu.send(json.dumps(request).encode() + b"\n")
        elif then:
            then({"error": {"desc": "QEMU is not running"}})

    def answer(self, _, data):
        *lines, self.lines = (self.lines + data).split(b"\n")
        if len(self.lines) > 1 << 20:
            self.lines = b""
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if "event" in message:
                self.event(message["event"], message.get("data", {}))
            elif ("return" in message or "error" in message) and self.waiting:
                if then := self.waiting.popleft():
                    then(message)

    def event(self, name, data):
        if name == "BLOCK_IO_ERROR":
            disk = data.get("node-name") or data.get("device", "")
            reason = "no space left" if data.get("nospace") else data.get("reason", "")
            stops = data.get("action") == "stop"
            key = (disk, reason, stops)
            if time.monotonic() - self.reported.get(key, -60) >= 60:
                self.reported[key] = time.monotonic()
                what = "the guest is paused; see `nixvirt-guest resume`" if stops else "reported to the guest"
                say(3, f"I/O error of disk {disk} ({data.get('operation')}, {reason}): {what}")
        elif name in ("GUEST_PANICKED", "WATCHDOG", "MEMORY_FAILURE", "GUEST_CRASHLOADED"):
            say(3, f"{name.lower().replace('_', ' ')}")
        elif name in ("RESET", "SHUTDOWN"):
            say(6, f"{name.lower()} by the {'guest' if data.get('guest') else 'host'}")
        elif name == "POWERDOWN" and self.agent:
            self.agent.power_off()
        if name in ("STOP", "RESUME", "BLOCK_IO_ERROR", "RESET"):
            self.ask("query-status", self.show)

    def show(self, message):
        state = message.get("return", {}).get("status", "")
        if state == "io-error" and not self.paused_by_error:
            self.next_try = time.monotonic() + 30
        if state == "running" and self.paused_by_error:
            say(5, "the guest runs again")
        self.paused_by_error = state == "io-error"
        status("" if state == "running" else "paused: I/O error" if self.paused_by_error else state)

    def resume_by_itself(self):
        """If autoResume is set and there is space again."""
        if "resume" in WORDS and self.paused_by_error and time.monotonic() >= self.next_try:
            self.next_try = time.monotonic() + 30
            place = os.statvfs(".")
            if place.f_bavail * place.f_frsize > 256 << 20:
                self.ask("cont")

    # Root's requests, a line of JSON each.

    def accept(self, listener):
        connection, _ = listener.accept()
        asked = b""

        def receive(peer, data):
            nonlocal asked
            if peer in self.viewers:
                if self.console and self.console.is_open:
                    self.console.send(data)
                return
            asked += data
            if b"\n" in asked:
                line, rest = asked.split(b"\n", 1)
                self.request(peer, json.loads(line), rest)
                asked = b""

        Peer(connection, receive)

    def request(self, peer, request, rest):
        def reply(message):
            peer.send(json.dumps(message).encode() + b"\n")

        if request == "console":
            if not (self.console and self.console.is_open):
                return reply({"error": {"desc": "QEMU is not running"}})
            reply({"return": {}})
            peer.send(b"".join(self.recent)[-4096:])
            self.viewers = [each for each in self.viewers if each.is_open] + [peer]
            if rest:
                self.console.send(rest)
        elif not (self.agent and self.agent.request(peer, request, reply)):
            self.ask(request, reply)


def main():
    monitor = Monitor()
    if os.environ.get("LISTEN_FDS"):
        listener = socket.socket(fileno=3)
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ, lambda _: monitor.accept(listener))
    while time.monotonic() - monitor.seen < 30:
        monitor.connect()
        pause = 5 if monitor.console and monitor.qemu else 0.1
        for key, events in selector.select(min(pause, monitor.agent.wait()) if monitor.agent else pause):
            key.data(events)
        if monitor.agent:
            monitor.agent.tick()
        monitor.resume_by_itself()
