#!/usr/bin/env python3
"""hosts.py NIXVIRT NIXPKGS MICROVM [COUNT...]: evaluates whole hosts with guests, to the derivation of the system.

Prints processor time and peak memory for a bare host, for guests of both kinds of NIXVIRT with and without
modules of their own, and for microvm.nix with as many guests, all in one run. NIXPKGS is a path of the store,
as a flake has it, and MICROVM a checkout. `nice` and a limit of memory (LIMIT, in MiB, default 14000) make it a
good neighbour; whatever exceeds the limit is printed as such. MODULE is a module of every host, for a nixpkgs that
lacks packages.
"""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLA me@laptop"
LIMIT = int(os.environ.get("LIMIT", "14000"))
nixvirt, nixpkgs, microvm = sys.argv[1:4]
counts = [int(count) for count in sys.argv[4:]] or [1, 5, 20]


def evaluate(folder, name, module):
    """Prints the time and memory that the evaluation of a host takes."""
    host = folder / "host.nix"
    host.write_text(f"""
      let nixpkgs = builtins.storePath "{nixpkgs}"; in
      (import "${{nixpkgs}}/nixos" {{
        configuration = {{
          imports = [ {module} ({os.environ.get("MODULE", "{ }")}) ];
          nixpkgs.flake.source = nixpkgs;
          fileSystems."/" = {{ device = "/dev/sda1"; fsType = "ext4"; }};
          boot.loader.grub.device = "/dev/sda";
          system.stateVersion = "26.05";
        }};
      }}).config.system.build.toplevel.drvPath
    """)

    def limit():
        os.nice(5)
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT << 20, LIMIT << 20))

    process = subprocess.Popen(
        ["nix-instantiate", "--eval", "--strict", str(host)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        preexec_fn=limit)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    time, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10
    failed = ""
    if status != 0:
        failed = "  (stopped: memory)" if "emory" in errors or "alloc" in errors else f"  (failed: {errors[-300:]})"
    print(f"{name:40} {time:6.1f} s {memory:7,} MiB{failed}", flush=True)


def described(folder, name, count, kind, host=""):
    guests = "\n".join(f'g{i} = {{ diskSize = "8g"; {kind} }};' for i in range(count))
    description = folder / f"{name}.nix"
    description.write_text(f'{{ host = {{ nic = "eno1"; sshKeys = [ "{KEY}" ]; {host} }}; guests = {{ {guests} }}; }}')
    module = folder / f"{name}-module.nix"
    subprocess.run([nixvirt, "generate", "--force", description, "-o", module], check=True, stderr=subprocess.DEVNULL)
    return module


def microvms(folder, count):
    guests = "\n".join(
        f"""g{i}.config = {{ lib, ... }}: {{
          # Of the platform of another vendor; microvm.nix reads it.
          options.virtualisation.rosetta = lib.mkOption {{ default = {{ }}; type = lib.types.anything; }};
          config = {{
            microvm = {{ hypervisor = "qemu"; mem = 512; }};
            services.openssh.enable = true;
            networking.hostName = "g{i}";
            system.stateVersion = "26.05";
          }};
        }};""" for i in range(count))
    module = folder / f"microvm-{count}.nix"
    module.write_text(f"""{{
      imports = [ {microvm}/nixos-modules/host ];
      microvm.host.enable = true;
      microvm.vms = {{ {guests} }};
    }}""")
    return module


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "own.nix").write_text("{ environment.etc.own.text = \"own\"; }")
        own = "nixos.modules = [ ./own.nix ];"
        (folder / "bare.nix").write_text("{ }")
        evaluate(folder, "bare", folder / "bare.nix")
        for count in counts:
            for title, kind, host in (
                ("store", 'install = "store";', ""),
                ("store, with modules", f'install = "store"; {own}', ""),
                ("nixos", "", ""),
                ("nixos, with modules", own, ""),
                ("nixos, installer = false", "", "installer = false;"),
            ):
                evaluate(folder, f"{count} {title}", described(folder, "host", count, kind, host))
            evaluate(folder, f"{count} microvm.nix", microvms(folder, count))


main()
