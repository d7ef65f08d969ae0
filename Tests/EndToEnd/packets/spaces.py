"""Network namespaces, and sockets inside them. A thread enters a namespace to open a socket, which
stays there when the thread leaves."""

import contextlib
import ctypes
import os
import subprocess

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000


def run(*command, check=True, stdin=None):
    result = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60)
    if check and result.returncode:
        raise RuntimeError(f"{' '.join(command)}: {result.stdout}{result.stderr}")
    return result


class Space:
    """A namespace with a name of this run."""

    def __init__(self, name):
        self.name = name
        self.full = f"packets-{os.getpid()}-{name}"
        run("ip", "netns", "add", self.full)
        self.handle = os.open(f"/run/netns/{self.full}", os.O_RDONLY | os.O_CLOEXEC)
        # An address is there at once, not after it was looked for.
        self.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0")
        self.run("ip", "link", "set", "lo", "up")

    def run(self, *command, check=True, stdin=None):
        return run("ip", "netns", "exec", self.full, *command, check=check, stdin=stdin)

    def shell(self, script):
        return self.run("bash", "-ec", script)

    @contextlib.contextmanager
    def inside(self):
        own = os.open(f"/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._enter(self.handle)
            yield
        finally:
            self._enter(own)
            os.close(own)

    @staticmethod
    def _enter(handle):
        if LIBC.setns(handle, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    def delete(self):
        os.close(self.handle)
        run("ip", "netns", "delete", self.full, check=False)
