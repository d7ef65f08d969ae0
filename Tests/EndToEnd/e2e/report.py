"""What was checked, one line each."""

import sys
import time


class Failed(Exception):
    """A check failed, and what comes after it makes no sense."""


class Report:
    def __init__(self):
        self.passed = 0
        self.failures = []
        self.skipped = []
        self.started = time.monotonic()

    def scenario(self, name, about):
        self._print(f"\n== {name}: {about}")

    def check(self, what, good, seen=""):
        """Prints ok or FAILED with what was seen. Returns whether it is good."""
        if good:
            self.passed += 1
            is_short = isinstance(seen, str) and 0 < len(seen) < 60 and "\n" not in seen
            self._print(f"ok      {what}" + (f" ({seen})" if is_short else ""))
        else:
            self.failures.append(what)
            self._print(f"FAILED  {what}\n        seen: {seen!r}")
        return bool(good)

    def require(self, what, good, seen=""):
        """As check, and ends the scenario if it is not good."""
        if not self.check(what, good, seen):
            raise Failed(what)

    def skip(self, what, why, is_failure):
        self.skipped.append(what)
        self._print(f"skipped {what}: {why}")
        if is_failure:
            self.failures.append(f"{what}: skipped, {why}")

    def note(self, text):
        self._print(f"        {text}")

    def _print(self, text):
        print(text, flush=True)

    def summary(self):
        seconds = time.monotonic() - self.started
        self._print(
            f"\n{self.passed} checks passed, {len(self.failures)} failed, "
            f"{len(self.skipped)} skipped in {seconds:.0f} s"
        )
        for failure in self.failures:
            self._print(f"FAILED  {failure}")
        return 1 if self.failures or not self.passed else 0


def wait_for(what, seconds, probe, every=0.2):
    """The first truthy value of probe() within the time, or Failed with what was seen last."""
    limit = time.monotonic() + seconds
    seen = None
    while time.monotonic() < limit:
        seen = probe()
        if seen:
            return seen
        time.sleep(every)
    raise Failed(f"{what}: not within {seconds} s, seen last: {seen!r}")


def fatal(text):
    print(f"e2e: {text}", file=sys.stderr)
    sys.exit(1)
