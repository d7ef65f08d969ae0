"""install-log FILE MAX-BYTES: writes an installer's console to FILE, which is rotated before it is
larger than MAX-BYTES, prints its steps, and passes the latest one to systemd."""

import os
import socket
import sys

path, limit = sys.argv[1], int(sys.argv[2])
address = os.environ.get("NOTIFY_SOCKET", "")
log, line = open(path, "wb", buffering=0), b""
while data := os.read(0, 1 << 16):
    if log.tell() + len(data) > limit:
        os.replace(path, f"{path}.1")
        log = open(path, "wb", buffering=0)
    try:
        log.write(data)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
    *lines, line = (line[-4096:] + data).split(b"\n")
    for each in lines:
        if each.startswith(b"nixvirt: "):
            step = "".join(c if c.isprintable() else "?" for c in each[9:].decode(errors="replace").strip())
            print(step, flush=True)
            if address:
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
                    out.sendto(f"STATUS={step}".encode(), address.replace("@", "\0", 1))
