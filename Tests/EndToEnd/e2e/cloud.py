"""A guest from an image with the real cloud-init, systemd and OpenSSH of Debian."""

import hashlib
import json
import re
import shlex
import shutil
import subprocess
import time

from .report import Failed, wait_for
from .store import HERE, write

NETWORKS = """
  lan = { uplink = "up0"; address = "192.168.90.2/24"; };
  out.nat = { subnet = "10.77.0.0/24"; };
"""
GUESTS = """
  web = {{
    memory = "512m"; image = "/var/lib/images/debian.qcow2"; diskSize = "2g"; shutdownTimeout = 180;
    userData = ./user-data.yaml; sshKeys = [ {keys} ];
    secrets = {{ token = "/var/lib/secrets/token"; ssh-host-key = "/var/lib/secrets/host-key"; }};
    interfaces = [
      {{ network = "lan"; address = "192.168.90.{number}/24"; gateway = "192.168.90.1"; }}
      {{ network = "out"; address = "10.77.0.20"; }}
    ];
  }};
  sealed = {{ install = "store"; diskSize = "1g"; network = "out"; secrets.ssh-host-key = "/var/lib/secrets/host-key"; }};
"""
USER_DATA = """#cloud-config
# What a person writes: a user, a file, and a command, each once for each instance.
users:
  - default
  - { name: carol, shell: /bin/bash, ssh_authorized_keys: [ "%s" ] }
write_files:
  - { path: /etc/motd, content: "%s\\n" }
runcmd:
  - [ sh, -c, "echo %s >>/root/applied" ]
"""
OUTSIDE = """
ip link set lo up
ip address add 192.168.90.1/24 dev up0-peer
ip address add 203.0.113.1/32 dev lo
ip link set up0-peer up
"""
SSH = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR", "-F", "none"]


def prepare_image(work):
    """The image, which is made once: debootstrap takes minutes."""
    folder = work / "debian"
    digest = hashlib.sha256((HERE / "cloud-init/image").read_bytes()).hexdigest()
    stamp = folder / "stamp"
    if not stamp.exists() or stamp.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        subprocess.run([HERE / "cloud-init/image", folder], check=True)
        stamp.write_text(digest)
    return folder / "debian.qcow2"


def cloud(lab):
    report = lab.report
    if not shutil.which("debootstrap"):
        report.skip("the real cloud-init", "the package debootstrap is missing", False)
        return
    image = prepare_image(lab.work)
    folder = lab.work / "descriptions/cloud-init"

    def public(key):
        return key.with_suffix(".pub").read_text().strip()

    def module(version, number, *keys):
        write(folder / "user-data.yaml", USER_DATA % (public(lab.other_key), version, version))
        listed = " ".join(json.dumps(public(key)) for key in keys)
        return lab.generate("cloud-init", GUESTS.format(keys=listed, number=number), NETWORKS)

    with lab.host("cloud-init", nics=("up0",)) as host:
        place = host.directory / "var/lib/images/debian.qcow2"
        place.parent.mkdir()
        # A reflink or a link would do, but for a store on another file system.
        shutil.copy(image, place)
        place.chmod(0o644)
        host_key = _secrets(lab, host)
        config = host.configure(module("first", 20))
        host.boot()
        host.connect_outside(OUTSIDE)
        _operator(lab, host)
        web = lab.guest(host, config, "web")
        result = web.start()
        report.require("a guest from an image starts", result.returncode == 0,
                       (result.stderr, host.journal(web.install_unit)[-600:], host.journal(web.unit)[-600:]))
        report.note(f"cloud-init done after {_wait_for_boot(host, lab, '192.168.90.20', web):.0f} s")
        ssh = _outside(host, lab.key, "192.168.90.20")
        report.check("a machine of the LAN logs in at the fixed address, with the description's key", True)
        _first(report, host, lab, ssh)
        _names(report, host, config, ssh)
        _credentials(report, lab, ssh)
        instance, keys = _identity(ssh)
        _add_host_key_unit(lab, ssh)

        # The same user data: another address and another key reach the guest, and nothing runs again.
        third = lab._make_key("third-key")
        host.configure(module("first", 21, third))
        # As a switch does: the filter knows the former address.
        host.systemctl("reload", "nixvirt-filter.service")
        host.systemctl("restart", web.unit, timeout=400)
        _wait_for_boot(host, lab, "192.168.90.21", web)
        ssh = _outside(host, third, "192.168.90.21")
        seen = ssh("cat /root/applied").stdout
        report.check("unchanged user data are not applied again, and a new key and a new address are", seen == "first\n",
                     seen)
        former = host.outside_run("ping", "-c", "1", "-W", "2", "192.168.90.20")
        report.check("the former address is gone", former.returncode != 0, former.stdout)
        others = [each for each in keys if "ed25519" not in each]
        instance_now, keys = _identity(ssh)
        report.check("the instance and the SSH host keys are the same",
                     instance_now == instance and set(others) <= set(keys), (instance, instance_now, others, keys))
        scanned = host.outside_run("ssh-keyscan", "-t", "ed25519", "192.168.90.21").stdout
        report.check("the unit of NixOS guests gives the real sshd the secret host key", host_key in scanned, scanned)

        host.configure(module("second", 21))
        host.systemctl("restart", web.unit, timeout=400)
        _wait_for_boot(host, lab, "192.168.90.21", web)
        ssh = _outside(host, lab.key, "192.168.90.21")
        seen = ssh("cat /root/applied /etc/motd").stdout
        report.check("changed user data are applied, once", seen == "first\nsecond\nsecond\n", seen)
        after = _identity(ssh)
        report.check("as a new instance, with the same SSH host keys", after[0] != instance and after[1] == keys,
                     (instance, after))
        denied = _outside(host, third, "192.168.90.21")("true")
        report.check("a key that is taken away no longer logs in", denied.returncode == 255 and "denied" in denied.stderr,
                     denied.stderr)
        seconds = web.stop()
        state = host.state(web.unit, "ActiveState", "Result")
        report.check("it powers off", state == ["inactive", "success"], (state, seconds))


def _secrets(lab, host):
    """Files for the guest. Returns the public part of the host key."""
    folder = host.directory / "var/lib/secrets"
    folder.mkdir(mode=0o700)
    (folder / "token").write_text("token-of-web")
    key = lab._make_key("host-key")
    shutil.copy(key, folder / "host-key")
    return key.with_suffix(".pub").read_text().split()[1]


def _operator(lab, host):
    """root on the host has a key, as an operator."""
    folder = host.path("/root/.ssh")
    folder.mkdir(mode=0o700)
    shutil.copy(lab.key, folder / "id_ed25519")
    (folder / "config").write_text("StrictHostKeyChecking accept-new\nLogLevel ERROR\nBatchMode yes\n")


def _outside(host, key, address, user="root"):
    def ssh(command, user=user, key=key, timeout=90):
        return subprocess.run(
            ["nsenter", f"--target={host.outside.pid}", "--net", "ssh", "-i", key, *SSH, "-o", "IdentitiesOnly=yes", "-o",
             "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=10", f"{user}@{address}", command],
            capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
    return ssh


def _wait_for_boot(host, lab, address, guest):
    """Seconds until cloud-init in the guest is done."""
    started = time.monotonic()
    ssh = _outside(host, lab.key, address)

    def done():
        seen = ssh("cloud-init status --format=json")
        return seen.stdout and json.loads(seen.stdout)["status"] in ("done", "error")

    try:
        wait_for(f"SSH to {guest.name} at {address}", 900, done, 3)
    except Failed as failed:
        raise Failed(f"{failed}; console: {guest.console_log()[-1500:]!r}") from None
    return time.monotonic() - started


def _identity(ssh):
    """The instance's id, and the public host keys."""
    return (ssh("cat /var/lib/cloud/data/instance-id").stdout.strip(),
            sorted(ssh("for key in /etc/ssh/ssh_host_*_key; do ssh-keygen -y -f $key; done").stdout.split("\n")))


def _first(report, host, lab, ssh):
    status = json.loads(ssh("cloud-init status --format=json").stdout)
    report.check("cloud-init has no errors and no warnings", status["status"] == "done" and not status["errors"]
                 and not status["recoverable_errors"], status)
    schema = ssh("cloud-init schema --system")
    report.check("its schema accepts the merged user data and the network configuration",
                 schema.returncode == 0 and "Invalid" not in schema.stdout, schema.stdout + schema.stderr)
    name = ssh("hostname").stdout.strip()
    report.check("the guest has its name", name == "web", name)
    seen = ssh("cat /root/applied /etc/motd").stdout
    report.check("user data are applied: a file and a command", seen == "first\nfirst\n", seen)
    seen = [ssh("id -un", user="carol", key=lab.other_key).stdout.strip(), ssh("id -un", user="debian").stdout.strip()]
    report.check("its user logs in with the key of user data, and the image's user with the description's",
                 seen == ["carol", "debian"], seen)
    routes = ssh("ip route; ip -br address; resolvectl status").stdout
    report.check("the gateway is the description's", "default via 192.168.90.1 dev eth0" in routes, routes)
    report.check("a way out", ssh("ping -c 2 -W 5 203.0.113.1").returncode == 0, routes)
    lan = host.outside_run("ping", "-c", "2", "-W", "5", "192.168.90.20")
    report.check("the LAN reaches it", lan.returncode == 0, lan.stdout)
    report.check("the reservation of the other network is there", "10.77.0.20/24" in routes, routes)


def _names(report, host, config, ssh):
    program = config["environment"]["systemPackages"][0] + "/bin/nixvirt-guest"
    shown = host.run(program, "ip", "web").stdout.split()
    report.check("nixvirt-guest ip has both addresses", {"192.168.90.20", "10.77.0.20"} <= set(shown), shown)
    seen = host.run(program, "ssh", "web", text="hostname; id -un\n", timeout=90)
    report.check("nixvirt-guest ssh logs in", seen.stdout.endswith("web\nroot\n"), (seen.stdout, seen.stderr))
    seen = host.run("ssh", "root@web.out.internal", "hostname", timeout=90)
    report.check("the host logs in by name", seen.stdout == "web\n", (seen.stdout, seen.stderr))
    seen = ssh("getent ahostsv4 sealed.out.internal web.out.internal 2>&1; getent hosts 10.77.0.20; resolvectl query "
               "web.out.internal; resolvectl query 10.77.0.20").stdout
    report.check("in the guest, the names of its network work both ways",
                 re.search(r"^web\.out\.internal: 10\.77\.0\.20", seen, re.M) is not None
                 and re.search(r"^10\.77\.0\.20: web", seen, re.M) is not None, seen)


def _credentials(report, lab, ssh):
    seen = ssh("systemd-creds --system cat token").stdout
    report.check("systemd in the guest has the secret", seen.rstrip("\n") == "token-of-web", seen)


def _add_host_key_unit(lab, ssh):
    """The unit that NixOS guests take their SSH host key with, as it is in the module. It runs at the next start."""
    texts = [each for content in lab.store.objects.values() if content["kind"] == "bootable" for each in content["modules"]]
    text = next(each for each in texts if "nixvirt-host-key" in each)
    unit = json.loads(text)["systemd"]["services"]["nixvirt-host-key"]
    sections = {"Unit": {"Before": " ".join(unit["before"]), **unit["unitConfig"]},
                "Service": {**unit["serviceConfig"], "ExecStart": "/usr/local/bin/nixvirt-host-key"},
                "Install": {"WantedBy": " ".join(unit["wantedBy"])}}
    lines = "".join(f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in keys.items())
                    for name, keys in sections.items())
    ssh(f"echo {shlex.quote(lines)} >/etc/systemd/system/nixvirt-host-key.service\n"
        f"printf '#!/bin/sh\\nset -e\\n%s' {shlex.quote(unit['script'])} >/usr/local/bin/nixvirt-host-key\n"
        "chmod +x /usr/local/bin/nixvirt-host-key; systemctl enable nixvirt-host-key; sync")
