"""What happens on a host while guests are there; the table holds after each of it."""

import re

from . import table
from .world import GUESTS


def none(_world):
    pass


def forwarding(world):
    """What libvirtd, podman and administrators do."""
    for version in ("ipv4", "ipv6"):
        world.host.run("sysctl", "-qw", f"net.{version}.conf.all.forwarding=0")
        world.host.run("sysctl", "-qw", f"net.{version}.conf.all.forwarding=1")


def bridge_netfilter(world):
    """What Docker's and Incus's modules load, with Docker's policy and NixOS's reverse path filter. The
    exemptions are those that the module makes."""
    for each in ("iptables", "ip6tables"):
        world.host.run("sysctl", "-qw", f"net.bridge.bridge-nf-call-{each}=1")
    world.host.run("nft", "-f", "-", stdin=FIREWALL + exemptions(world))


def no_bridge_netfilter(world):
    for each in ("iptables", "ip6tables"):
        world.host.run("sysctl", "-qw", f"net.bridge.bridge-nf-call-{each}=0")
    world.host.run("nft", "-f", "-", stdin="table inet nixos-fw\ndelete table inet nixos-fw\n")


# NixOS's firewall with filterForward, and Docker's policy is the same.
FIREWALL = """
table inet nixos-fw
delete table inet nixos-fw
table inet nixos-fw {
  chain rpfilter-allow { }
  chain rpfilter {
    type filter hook prerouting priority mangle + 10; policy drop;
    meta nfproto ipv4 udp sport . udp dport { 67 . 68, 68 . 67 } accept
    fib saddr . mark . iif oif exists accept
    jump rpfilter-allow
  }
  chain forward-allow { }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state vmap { invalid : drop, established : accept, related : accept, new : jump forward-allow, untracked : jump forward-allow }
  }
}
"""


def exemptions(world):
    return f"""
table inet nixos-fw {{
  chain rpfilter-allow {{
{world.exemptions.get("extraReversePathFilterRules", "")}
  }}
  chain forward-allow {{
    ct status dnat accept
{world.exemptions.get("extraForwardRules", "")}
  }}
}}
"""


def reload_firewall(world):
    """The host's nftables service starts anew: it flushes everything, in one transaction with what the
    module gives it."""
    world.host.run("nft", "-f", "-", stdin="flush ruleset\n" + world.rules + FIREWALL + exemptions(world))


def replug(world):
    """Taps come and go, and come in another order."""
    names = list(GUESTS)
    for name in names:
        world.unplug(name)
    for name in reversed(names):
        world.plug(name)


ALL = [
    ("as the module sets it up", none),
    ("forwarding is turned on later", forwarding),
    ("a tap comes and goes", replug),
    ("br_netfilter, FORWARD drops, strict reverse path filter", bridge_netfilter),
    ("the host's nftables is started anew", reload_firewall),
]


def mutate(world, rules, first=1, last=None):
    """Without any one of the rules from one line to another, some cell fails."""
    lines = rules.splitlines()
    survivors = 0
    for number, line in enumerate(lines):
        text = line.strip()
        if not first <= number + 1 <= (last or len(lines)):
            continue
        if not re.search(r"(drop|accept|return|masquerade|jump \S+|dnat ip to \S+|vmap @\w+|\| 0x\w+)$", text) \
                or text.startswith(("#", "type ")):
            continue
        changed = "\n".join(lines[:number] + lines[number + 1:]) + "\n"
        wrong = []
        for inject in (no_bridge_netfilter, bridge_netfilter):
            inject(world)
            world.load(changed)
            wrong = wrong or [cell for cell, seen in table.check(world) if seen != cell.expected]
            if wrong:
                break
        print(("killed  " if wrong else "SURVIVED") + f" {number + 1:4} {text}", flush=True)
        survivors += not wrong
    world.load()
    return survivors
