class Filter:
    """Of what a guest writes, what cannot do more to a terminal than show text: no titles, no clipboard,
    no questions whose answers would be typed."""

    ALLOWED = re.compile(r"\x1b\[(\?(1|7|12|25|47|1047|1049|2004)[hl]|[0-9;]{0,24}[ABCDEFGHJKLMPSTXdfmr@`]|[0-9;]{0,24}[hl])"
                         r"|\x1b[()][AB0]|\x1b[=>78DEHM]")
    SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|[]PX^_].*?(\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])", re.S)
    CLEAN = "\x1b[0m\x1b[?25h\x1b[?1049l\x1b[?2004l\r\n"

    def __init__(self):
        self.rest = b""
        self.text = ""

    def feed(self, data):
        data = self.rest + data
        cut = len(data)  # A character may come in two parts.
        for n in range(1, min(4, len(data)) + 1):
            if data[-n] >= 0xC0:
                cut = len(data) - n if n < (2 if data[-n] < 0xE0 else 3 if data[-n] < 0xF0 else 4) else cut
                break
        data, self.rest = data[:cut], data[cut:]
        text, out = self.text + data.decode(errors="replace"), []
        self.text = ""
        while text:
            before, escape, after = text.partition("\x1b")
            out.append("".join(c for c in before if c in "\n\r\t\b\a" or c.isprintable()))
            if not escape:
                break
            match = self.SEQUENCE.match("\x1b" + after)
            if match:
                if self.ALLOWED.fullmatch(match[0]):
                    out.append(match[0])
                text = after[match.end() - 1:]
            elif len(after) < 4096 and "\x1b" not in after[1:]:
                self.text = "\x1b" + after  # Not complete yet.
                break
            else:
                text = after
        return "".join(out)


def console(host, name, raw):
    connection, _, shown = host.connect(name, "console")
    connection.settimeout(None)
    terminal = sys.stdin.isatty()
    clean = Filter()

    def show(data):
        if raw:
            os.write(1, data)
        else:
            sys.stdout.write(clean.feed(data))
            sys.stdout.flush()

    print("Leave with Ctrl-].", file=sys.stderr, flush=True)
    before = termios.tcgetattr(0) if terminal else None
    try:
        if terminal:
            tty.setraw(0)
        show(shown)
        sources = [connection, 0]
        while True:
            ready = select.select(sources, [], [])[0]
            if connection in ready:
                data = connection.recv(1 << 16)
                if not data:
                    break
                show(data)
            if 0 in ready:
                typed = os.read(0, 1024)
                if b"\x1d" in typed:
                    break
                if typed:
                    connection.sendall(typed)
                else:
                    sources.remove(0)
    finally:
        if terminal:
            termios.tcsetattr(0, termios.TCSADRAIN, before)
            os.write(1, Filter.CLEAN.encode())
