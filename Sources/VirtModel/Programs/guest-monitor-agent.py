# The guest agent of QEMU, in guest-monitor. It answers what it likes, when it likes, or never.
#
# A request is sent only when the agent has answered `guest-sync-delimited`: without an agent, requests
# would wait in QEMU, and one that freezes file systems would be carried out much later.

import random

ANSWER_LIMIT = 1 << 20
# For how many seconds an agent may be silent at first, and what passes before another try.
SILENCE = 2
RETRY = 5


class Agent:
    def __init__(self, monitor):
        self.monitor, self.peer = monitor, None
        self.queue, self.current, self.data = collections.deque(), None, b""
        self.holder, self.thaw_at = None, 0.0
        # What froze the file systems may have ended with an earlier guest-monitor.
        self.was_frozen, self.must_thaw, self.next_thaw = False, True, 0.0

    def connect(self):
        known, self.peer = self.peer, self.monitor.connected(self.peer, "agent", self.answer)
        if self.peer is not known:
            self.drop("the guest agent does not answer")

    def wait(self):
        """For how many seconds nothing needs to be done."""
        return 0.2 if self.current or self.holder or self.must_thaw else 5

    def ask(self, command, seconds, then):
        self.queue.append((command, seconds, then))
        self.next()

    def next(self):
        if self.current or not self.queue:
            return
        if not (self.peer and self.peer.is_open):
            return self.fail("the guest agent does not answer")
        command, seconds, then = self.queue.popleft()
        self.current, self.data = [random.getrandbits(31), command, then], b""
        self.seconds, self.deadline = seconds, time.monotonic() + min(seconds, SILENCE)
        # The first byte ends what an earlier client may have left unfinished.
        self.send({"execute": "guest-sync-delimited", "arguments": {"id": self.current[0]}}, b"\xff")

    def send(self, message, before=b""):
        self.peer.send(before + json.dumps(message).encode() + b"\n")

    def answer(self, _, data):
        self.data += data
        if not self.current:
            self.data = b""
        elif len(self.data) > ANSWER_LIMIT:
            self.fail("the guest agent answers with too much")
        elif self.current[0] is not None:
            self.synchronize()
        elif b"\n" in self.data:
            message = self.parsed(self.data.split(b"\n", 1)[0])
            known = isinstance(message, dict) and ("return" in message or isinstance(message.get("error"), dict))
            self.finish(message if known else {"error": {"desc": "the guest agent does not answer as agents do"}})

    def synchronize(self):
        """Drops what answers earlier requests."""
        while b"\xff" in self.data and b"\n" in self.data.split(b"\xff", 1)[1]:
            line, self.data = self.data.split(b"\xff", 1)[1].split(b"\n", 1)
            message = self.parsed(line)
            if isinstance(message, dict) and message.get("return") == self.current[0]:
                self.current[0], command = None, self.current[1]
                self.data, self.deadline = b"", time.monotonic() + self.seconds
                return self.send(command)

    def parsed(self, line):
        try:
            return json.loads(line)
        except (ValueError, RecursionError):
            return None

    def finish(self, message):
        (_, _, then), self.current, self.data = self.current, None, b""
        then(message)
        self.next()

    def fail(self, reason):
        """Nothing is kept for an agent that answers later."""
        if self.peer:
            self.peer.close()
        self.drop(reason)

    def drop(self, reason):
        waiting = [(self.current[2], self.current[0] is not None)] if self.current else []
        waiting += [(then, True) for _, _, then in self.queue]
        self.queue.clear()
        self.current, self.data = None, b""
        for then, unsent in waiting:
            then({"error": {"desc": reason}, "unsent": unsent})

    def tick(self):
        now = time.monotonic()
        if self.current and now > self.deadline:
            self.fail("the guest agent does not answer")
        if self.holder and (now > self.thaw_at or not self.holder.is_open):
            self.holder, self.must_thaw, self.next_thaw = None, True, 0.0
        if self.must_thaw and not self.holder and now > self.next_thaw and self.peer and self.peer.is_open:
            self.next_thaw = now + RETRY
            self.ask({"execute": "guest-fsfreeze-thaw"}, RETRY, self.thawed)

    def thawed(self, message):
        self.must_thaw = self.was_frozen and "return" not in message
        self.was_frozen = self.must_thaw

    # Root's requests.

    def request(self, peer, request, reply):
        """Whether a request is for the agent."""
        if isinstance(request, dict) and isinstance(seconds := request.get("freeze"), int):
            self.freeze(peer, seconds, reply)
        elif request == "thaw":
            self.thaw(peer, reply)
        elif isinstance(request, dict) and "agent" in request:
            self.ask({"execute": request["agent"], "arguments": request.get("arguments", {})},
                     min(request.get("seconds", RETRY), 60), reply)
        else:
            return False
        return True

    def freeze(self, peer, seconds, reply):
        if self.holder or self.was_frozen:
            return reply({"error": {"desc": "the file systems are frozen already"}})

        def frozen(message):
            if message.get("unsent"):
                return reply(message)
            # One that answers late may still freeze them.
            self.was_frozen = True
            if isinstance(message.get("return"), int):
                self.holder, self.thaw_at = peer, time.monotonic() + seconds
            else:
                self.must_thaw, self.next_thaw = True, 0.0
            reply(message)

        self.ask({"execute": "guest-fsfreeze-freeze"}, 20, frozen)

    def thaw(self, peer, reply):
        if self.holder is not peer:
            return reply({"error": {"desc": "the file systems were frozen for too long, and are thawed"}})

        def thawed(message):
            self.thawed(message)
            reply(message)

        self.holder, self.must_thaw, self.next_thaw = None, True, time.monotonic() + RETRY
        self.ask({"execute": "guest-fsfreeze-thaw"}, RETRY, thawed)

    def power_off(self):
        """Beside the power button, which some systems ignore. There is no answer to it."""
        if not (self.current and self.current[1]["execute"] == "guest-shutdown"):
            self.ask({"execute": "guest-shutdown", "arguments": {"mode": "powerdown"}}, RETRY, lambda _: None)
