class NBD:
    """A client of an NBD export, as in the protocol's own document. The server is a guest's QEMU: what it
    sends is checked, and has limits."""

    BLOCK, WINDOW = 2 << 20, 1 << 30
    ALLOCATION, ZERO, DIRTY = "base:allocation", 2, 1

    def __init__(self, connection, export, bitmap=None):
        self.socket, self.contexts = connection, {}
        if self.receive(16) != b"NBDMAGICIHAVEOPT":
            raise Refused("the guest's QEMU does not answer as an NBD server")
        self.receive(2)
        self.socket.sendall(struct.pack(">I", 3))
        self.option(8, b"")
        name = export.encode()
        wanted = [self.ALLOCATION] + ([f"qemu:dirty-bitmap:{bitmap}"] if bitmap else [])
        query = b"".join(struct.pack(">I", len(each)) + each.encode() for each in wanted)
        for kind, data in self.option(10, struct.pack(">I", len(name)) + name + struct.pack(">I", len(wanted)) + query):
            if kind == 4 and len(data) > 4:
                self.contexts[struct.unpack_from(">I", data)[0]] = data[4:].decode(errors="replace")
        if sorted(self.contexts.values()) != sorted(wanted):
            raise Refused("the guest's QEMU does not show which blocks changed")
        self.size = None
        for kind, data in self.option(7, struct.pack(">I", len(name)) + name + b"\0\0"):
            if kind == 3 and len(data) == 12:
                self.size = struct.unpack_from(">Q", data, 2)[0]

    def receive(self, length):
        data = bytearray(length)
        view = memoryview(data)
        while view:
            try:
                count = self.socket.recv_into(view)
            except OSError:
                count = 0
            if not count:
                raise Refused("the connection to the guest's disks ended: did its QEMU stop?")
            view = view[count:]
        return bytes(data)

    def option(self, number, data):
        self.socket.sendall(b"IHAVEOPT" + struct.pack(">II", number, len(data)) + data)
        replies = []
        while len(replies) < 16:
            magic, _, kind, length = struct.unpack(">QIII", self.receive(20))
            if magic != 0x3E889045565A9 or length > 4096 or kind >> 31:
                break
            data = self.receive(length)
            if kind == 1:
                return replies
            replies.append((kind, data))
        raise Refused("the guest's QEMU does not export its disks as asked")

    def request(self, kind, offset, length, data=b""):
        try:
            self.socket.sendall(struct.pack(">IHHQQI", 0x25609513, 0, kind, 1, offset, length) + data)
        except OSError:
            raise Refused("the connection to the guest's disks ended: did its QEMU stop?") from None

    def replies(self, most):
        """The chunks of an answer, of no more bytes than expected."""
        done = False
        while not done:
            magic = struct.unpack(">I", self.receive(4))[0]
            if magic == 0x67446698:
                error, handle = struct.unpack(">IQ", self.receive(12))
                flags, kind, data = 1, (0x8001 if error else 0), b""
            elif magic == 0x668E33EF:
                flags, kind, handle, length = struct.unpack(">HHQI", self.receive(16))
                most -= length
                if most < 0:
                    raise Refused("the guest's QEMU sent more than was asked for")
                data = self.receive(length)
            else:
                kind, handle = 0x8001, 1
            if kind >> 15 or handle != 1:
                raise Refused("a disk of the guest cannot be read or written: see the journal of its unit")
            done = bool(flags & 1)
            yield kind, data

    def read(self, offset, length):
        self.request(0, offset, length)
        result, missing = bytearray(length), length
        for kind, data in self.replies(length + 4096):
            if kind == 1 and len(data) > 8:
                start, count = struct.unpack_from(">Q", data)[0] - offset, len(data) - 8
                if not 0 <= start <= length - count:
                    raise Refused("the guest's QEMU sent what was not asked for")
                result[start:start + count] = data[8:]
                missing -= count
            elif kind == 2 and len(data) == 12:
                missing -= struct.unpack_from(">QI", data)[1]
        if missing:
            raise Refused("the guest's QEMU sent a part of its disk only")
        return result

    def write(self, offset, data):
        self.request(1, offset, len(data), data)
        list(self.replies(4096))

    def write_zeroes(self, offset, length):
        while length:
            count = min(length, self.WINDOW)
            self.request(6, offset, count)
            list(self.replies(4096))
            offset, length = offset + count, length - count

    def status(self, offset, length):
        """For each context, runs of blocks: pairs of lengths and flags."""
        self.request(7, offset, length)
        found = {}
        for kind, data in self.replies(8 << 20):
            if kind == 5 and len(data) % 8 == 4:
                context, *numbers = struct.unpack(f">{len(data) // 4}I", data)
                runs = list(zip(numbers[::2], numbers[1::2]))
                if any(not run or run % 512 for run, _ in runs):
                    raise Refused("the guest's QEMU described its disk in no valid way")
                found[self.contexts.get(context)] = runs
        if not all(found.get(each) for each in self.contexts.values()):
            raise Refused("the guest's QEMU did not describe its disk")
        return found

    def extents(self, bitmap=None):
        """What a backup needs of the disk: offsets, lengths, and whether there are only zeros."""
        offset = 0
        while offset < self.size:
            found = self.status(offset, min(self.size - offset, self.WINDOW))
            changed = found[f"qemu:dirty-bitmap:{bitmap}"] if bitmap else [(self.WINDOW, self.DIRTY)]
            for length, zero, dirty in overlaid(found[self.ALLOCATION], changed):
                length = min(length, self.size - offset)
                is_zero = bool(zero & self.ZERO)
                if length and dirty & self.DIRTY and (bitmap or not is_zero):
                    yield offset, length, is_zero
                offset += length


def overlaid(first, second):
    """Two lists of runs as one, up to the end of the shorter."""
    first, second = iter(first), iter(second)
    left = right = 0
    while True:
        try:
            if not left:
                left, one = next(first)
            if not right:
                right, other = next(second)
        except StopIteration:
            return
        step = min(left, right)
        left, right = left - step, right - step
        yield step, one, other
