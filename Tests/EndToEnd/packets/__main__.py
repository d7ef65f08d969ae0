"""packets RULES EXEMPTIONS [--mutate [FIRST [LAST]]]: see Tests/EndToEnd/README.md."""

import pathlib
import re
import sys
import time

from . import faults, table
from .probes import Servers
from .spaces import run
from .world import World, leftovers


def main():
    for name in leftovers():
        run("ip", "netns", "delete", name, check=False)
    rules = pathlib.Path(sys.argv[1]).read_text()
    # Guests that may send from other addresses are in no set of the rules, nor is what others connect.
    cards = dict(re.findall(r'"tap-(\w+)" \. (52:\S+?),', rules)) | {
        "rita": "52:54:00:00:00:03", "paul": "52:54:00:00:00:12", "stray": "52:54:00:00:00:13"}
    started = time.monotonic()
    lines = pathlib.Path(sys.argv[2]).read_text().splitlines()
    exemptions = {"extraReversePathFilterRules": lines[0], "extraForwardRules": "\n".join(lines[1:])}
    world = World(rules, cards, exemptions, ["net.ipv4.conf.all.forwarding=1", "net.ipv6.conf.all.forwarding=1"])
    try:
        Servers(world.spaces.values())
        failed = 0
        if "--mutate" in sys.argv:
            lines = map(int, sys.argv[sys.argv.index("--mutate") + 1:])
            failed = faults.mutate(world, rules, *lines)
        else:
            for name, inject in faults.ALL:
                inject(world)
                failed += show(name, table.check(world), verbose=name == faults.ALL[0][0])
        print(f"{failed} failed, {time.monotonic() - started:.1f} s")
        sys.exit(1 if failed else 0)
    finally:
        world.close()


def show(name, results, verbose):
    wrong = [(cell, seen) for cell, seen in results if seen != cell.expected]
    print(f"\n== {name}: {len(results)} cells, {len(wrong)} wrong")
    words = {True: "arrives", False: "nothing"}
    for cell, seen in results if verbose else wrong:
        mark = "ok    " if seen == cell.expected else "FAILED"
        print(f"{mark} {cell.source:10} {cell.target:26} {cell.what:44} {words[cell.expected]:8} {words[seen]}")
    return len(wrong)


main()
