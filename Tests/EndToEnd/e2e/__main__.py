"""Runs scenarios: python3 -m e2e WORK NIXVIRT [--quick] [SCENARIO...]"""

import pathlib
import signal
import sys
import time
import traceback

from .lab import Lab
from .report import Failed, Report, fatal
from .scenarios import SCENARIOS
from .store import Store


def main(arguments):
    work, nixvirt, *rest = arguments
    quick = "--quick" in rest
    names = [each for each in rest if each != "--quick"]
    if unknown := set(names) - SCENARIOS.keys():
        fatal(f"unknown scenarios {sorted(unknown)}; there are: {', '.join(SCENARIOS)}")
    chosen = names or [name for name, each in SCENARIOS.items()
                       if not each.only_by_name and (each.quick or not quick)]
    report = Report()
    store = Store(pathlib.Path(work))
    started = time.monotonic()
    if store.prepare():
        report.note(f"the medium was built in {time.monotonic() - started:.1f} s")
    lab = Lab(pathlib.Path(work), store, report, nixvirt)
    for name in chosen:
        started = time.monotonic()
        report.scenario(name, SCENARIOS[name].about)
        try:
            SCENARIOS[name].run(lab)
        except Failed as failed:
            if str(failed) not in report.failures:
                report.check(name, False, str(failed))
        except Exception:
            report.check(name, False, traceback.format_exc())
        report.note(f"{name} took {time.monotonic() - started:.0f} s")
    if skipped := [name for name in SCENARIOS if name not in chosen]:
        print(f"\nnot chosen: {', '.join(skipped)}")
    return report.summary()


# Hosts are taken down on the way out.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
sys.exit(main(sys.argv[1:]))
