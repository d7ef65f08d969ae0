"""Runs scenarios: python3 -m e2e WORK NIXVIRT [--quick] [--except SCENARIO]... [SCENARIO...]"""

import argparse
import pathlib
import signal
import sys
import time
import traceback

from .lab import Lab
from .report import Failed, Report, fatal
from .scenarios import SCENARIOS
from .store import Store


def choose(names, quick, others):
    """The scenarios that are named, or else the usual ones, without some."""
    if unknown := {*names, *others} - SCENARIOS.keys():
        fatal(f"unknown scenarios {sorted(unknown)}; there are: {', '.join(SCENARIOS)}")
    usual = [name for name, each in SCENARIOS.items()
             if not each.only_by_name and (each.quick or not quick)]
    return [name for name in names or usual if name not in others]


def main(arguments):
    parser = argparse.ArgumentParser(prog="e2e")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("nixvirt")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--except", dest="others", action="append", default=[])
    parser.add_argument("scenarios", nargs="*")
    arguments = parser.parse_intermixed_args(arguments)
    chosen = choose(arguments.scenarios, arguments.quick, arguments.others)
    work, nixvirt = arguments.work, arguments.nixvirt
    report = Report()
    store = Store(work)
    started = time.monotonic()
    if store.prepare():
        report.note(f"the medium was built in {time.monotonic() - started:.1f} s")
    lab = Lab(work, store, report, nixvirt)
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
