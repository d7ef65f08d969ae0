"""All scenarios by name."""

from dataclasses import dataclass
from typing import Callable

from . import backups, cloud, compare, faults, held, life, networks, operating, replicas, secrets, snapshots, stored


@dataclass
class Scenario:
    run: Callable
    about: str
    quick: bool = False
    only_by_name: bool = False


SCENARIOS = {
    "life": Scenario(life.whole_life, "install, boot, log in, stop, grow, remove", quick=True),
    "image": Scenario(life.image, "a guest from a cloud image", quick=True),
    "cloud-init": Scenario(cloud.cloud, "the real cloud-init: user data, a fixed address, names"),
    "stored": Scenario(stored.stored, "a guest that boots from the host's store: start, update, rollback", quick=True),
    "writable-store": Scenario(stored.writable, "a guest that adds to its store"),
    "store-room": Scenario(stored.no_room, "no room for the image of a store"),
    "secrets": Scenario(secrets.secrets, "files of the host that reach a guest as credentials"),
    "interrupted": Scenario(faults.interrupted, "installations that are killed, cut off, started twice", quick=True),
    "false-marker": Scenario(faults.false_marker, "something else prints the marker of success", quick=True),
    "disk-full": Scenario(faults.disk_full, "no room for the disk", quick=True),
    "ignores-power-off": Scenario(faults.ignores_power_off, "a guest that does not power off"),
    "crash": Scenario(faults.crash, "a guest whose kernel panics", quick=True),
    "no-kvm": Scenario(faults.no_kvm, "a host without KVM", quick=True),
    "networks": Scenario(networks.networks, "a bridge on the LAN, NAT with DHCP, an isolated network", quick=True),
    "full-disk": Scenario(operating.full_disk, "a guest that finds no room"),
    "auto-resume": Scenario(operating.auto_resume, "a guest that finds room again"),
    "lost-mount": Scenario(operating.lost_mount, "the guests' file system is not there"),
    "flood": Scenario(operating.flood, "a console that is written as fast as can be"),
    "io-error": Scenario(operating.io_error, "a disk that fails"),
    "crashes": Scenario(operating.crashes, "QEMU is killed again and again"),
    "planted": Scenario(operating.planted, "a guest's user plants links for root", quick=True),
    "held": Scenario(held.held, "a guest that is held: boots, rebuilds, release with its files"),
    "resources": Scenario(operating.resources, "memory, weights, units of the host that a guest needs", quick=True),
    "overview": Scenario(operating.overview, "what the host shows of its guests"),
    "backup": Scenario(backups.backup, "backups of a guest that runs, and restores"),
    "replica": Scenario(replicas.replica, "a guest that is replicated by its unit, and a failover"),
    "snapshots": Scenario(snapshots.snapshots, "snapshots: made, reverted to, before a start"),
    "crowd": Scenario(operating.crowd, "200 guests on a host"),
    "stampede": Scenario(operating.stampede, "several new guests at once"),
    "compare": Scenario(compare.compare, "the flags of 2017 and ours side by side", only_by_name=True),
}
