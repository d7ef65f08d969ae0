class Filter:
    """Of what a guest writes, what cannot do more to a terminal than show text: no titles, no clipboard,
    no questions whose answers would be typed."""

    ALLOWED = re.compile(r"\x1b\[(\?(1|7|12|25|47|1047|1049|2004)[hl]|[0-9;]{0,24}[ABCDEFGHJKLMPSTXdfmr@`]|4[hl])"
                         r"|\x1b[()][AB0]|\x1b[=>78DEHM]")
    # A text with its end, a control sequence, or a short one; a new escape character ends each of them.
    SEQUENCE = re.compile(r"\x1b([]PX^_][^\x07\x1b]*(\x07|\x1b\\|(?=\x1b[^\\]))|\[[0-?]*[ -/]*([@-~]|(?=\x1b))"
                          r"|[ -/]+([0-~]|(?=\x1b))|[0-OQ-WYZ\\`-~]|(?=\x1b))")
    INCOMPLETE = re.compile(r"\x1b([]PX^_][^\x07\x1b]*\x1b?|\[[0-?]*[ -/]*|[ -/]*)")
    CLEAN = "\x1b[0m\x1b[?25h\x1b[?1049l\x1b[?2004l\r\n"

    def __init__(self):
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.text = ""

    def feed(self, data):
        text, out = self.text + self.decoder.decode(data), []
        self.text = ""
        while text:
            before, escape, after = text.partition("\x1b")
            out += (c for c in before if c in "\n\r\t\b\a" or c.isprintable())
            if escape and len(after) < 4096 and self.INCOMPLETE.fullmatch(escape + after):
                self.text = escape + after
                break
            match = self.SEQUENCE.match(escape + after)
            if match and self.ALLOWED.fullmatch(match[0]):
                out.append(match[0])
            text = after[match.end() - 1:] if match else after
        return "".join(out)


def console(host, names, options):
    connection, _, shown = host.connect(names[0], "console")
    connection.settimeout(None)
    terminal = sys.stdin.isatty()
    clean = Filter()

    def show(data):
        sys.stdout.buffer.write(data if options else clean.feed(data).encode())
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
                if not (data := connection.recv(1 << 16)):
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
