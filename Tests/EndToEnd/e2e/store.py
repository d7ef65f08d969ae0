"""Makes what the packages of an evaluated module would be, see evaluate.nix."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent

# The packages of Debian whose programs make up a package of NixOS.
DEBIAN = {
    "coreutils": ["coreutils"],
    "diffutils": ["diffutils"],
    "dnsmasq": ["dnsmasq-base"],
    "dosfstools": ["dosfstools"],
    "e2fsprogs": ["e2fsprogs"],
    "findutils": ["findutils"],
    "erofs-utils": ["erofs-utils"],
    "gnugrep": ["grep"],
    "gnused": ["sed"],
    "gnutar": ["tar"],
    "iproute2": ["iproute2"],
    "iptables": ["iptables"],
    "jq": ["jq"],
    "nftables": ["nftables"],
    "openssh": ["openssh-client"],
    "parted": ["parted"],
    "python3": ["python3-minimal", "python3.11-minimal"],
    "qemu_kvm": ["qemu-system-x86", "qemu-utils", "qemu-system-common"],
    "rsync": ["rsync"],
    "socat": ["socat"],
    "swtpm": ["swtpm", "swtpm-tools"],
    "systemd": ["systemd", "udev"],
    "util-linux": ["util-linux", "bsdutils", "mount", "uuid-runtime"],
    "virtiofsd": ["virtiofsd"],
    "zstd": ["zstd"],
}


def store_paths(text):
    return sorted(set(re.findall(r"/nix/store/[0-9a-z]{32}-[A-Za-z0-9+._?=-]+", text)))


def write(path, text, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


class Store:
    """A directory that is the /nix/store of hosts."""

    def __init__(self, work):
        self.directory = work / "store"
        self.base = work / "medium"
        self.objects = {}

    def prepare(self):
        """Builds what every medium consists of, unless it is there. Returns whether it did."""
        digest = hashlib.sha256()
        for file in sorted((HERE / "medium").iterdir()):
            digest.update(file.read_bytes())
        stamp = self.base / "stamp"
        wanted = self.stamp = digest.hexdigest()
        is_new = not stamp.exists() or stamp.read_text() != wanted
        if is_new:
            shutil.rmtree(self.directory, ignore_errors=True)
            shutil.rmtree(self.base, ignore_errors=True)
            subprocess.run([HERE / "medium" / "build", self.base], check=True)
            stamp.write_text(wanted)
        self.directory.mkdir(parents=True, exist_ok=True)
        return is_new

    def path(self, store_path):
        return self.directory / pathlib.PurePath(store_path).name

    def add(self, store_path, content):
        """Makes one path as its content says."""
        self.objects[store_path] = content
        path = self.path(store_path)
        if path.exists() and content["kind"] != "bootable":
            return
        getattr(self, "_make_" + content["kind"])(path, content)

    def package(self, name):
        """The directory of a package that units have in their PATH without naming it."""
        store_path = f"/nix/store/{hashlib.sha256(name.encode()).hexdigest()[:32]}-{name}"
        self.add(store_path, {"kind": "package", "name": name})
        return store_path

    def _make_text(self, path, content):
        write(path, content["text"])

    def _make_script(self, path, content):
        write(path, "#!/bin/bash\n" + content["text"], 0o755)

    def _make_built(self, path, content):
        """What a script makes, with the store of this host in place of /nix/store."""
        own = f"{self.directory}/"
        command = content["script"].replace("/nix/store/", own)
        inputs = ":".join(f"{each}/bin".replace("/nix/store/", own) for each in content["inputs"])
        # The programs name /nix/store themselves.
        subprocess.run(["unshare", "--mount", "bash", "-ec",
                        'mkdir -p /nix/store; mount --bind "$0" /nix/store; exec bash -ec "$1"', self.directory, command],
                       check=True, env={"PATH": f"{inputs}:{os.environ['PATH']}", "out": str(path)})

    def _make_links(self, path, content):
        path.mkdir()
        for name, target in content["entries"].items():
            (path / name).symlink_to(target)

    def _make_program(self, path, content):
        inputs = ":".join(f"{each}/bin" for each in content["inputs"])
        text = "#!/bin/bash\nset -o errexit\nset -o nounset\nset -o pipefail\n"
        if inputs:
            text += f'export PATH="{inputs}:$PATH"\n'
        write(path / "bin" / content["name"], text + "\n" + content["text"], 0o755)

    def _make_package(self, path, content):
        """Links to the programs of the package, and to no others."""
        listed = []
        for package in DEBIAN[content["name"]]:
            result = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True)
            listed += result.stdout.split("\n")
        (path / "bin").mkdir(parents=True)
        for program in listed:
            if re.fullmatch(r"(/usr)?/s?bin/[^/]+", program):
                link = path / "bin" / os.path.basename(program)
                if not link.is_symlink():
                    link.symlink_to(program if program.startswith("/usr") else "/usr" + program)
        if content["name"] == "erofs-utils":
            self._add_archives(path / "bin/mkfs.erofs")

    def _add_archives(self, program):
        """mkfs.erofs takes archives since version 1.7; an older one gets them unpacked."""
        known = subprocess.run([program, "--help"], capture_output=True, text=True)
        if "--tar" not in known.stdout + known.stderr:
            program.unlink()
            shutil.copy(HERE / "host/mkfs.erofs", program)

    def _make_bootable(self, path, content):
        """A system that boots from a store: kernel, initrd and init as NixOS lays them out, and what
        they need in another path."""
        root = self.directory / f"{hashlib.sha256(self.stamp.encode()).hexdigest()[:32]}-guest-root"
        if not root.exists():
            shutil.copytree(self.base / "bootable/root", root, symlinks=True)
        for name in ("kernel", "initrd"):
            path.mkdir(exist_ok=True)
            shutil.copy(self.base / "bootable" / name, path / name)
        text = "\n".join(content["modules"])
        overlay = re.search(r'"overlay":\{"lowerdir":\["([^"]+)"\],"upperdir":"([^"]+)","workdir":"([^"]+)"', text)
        write(path / "kernel-params",
              "console=ttyS0 quiet" + (f" store.overlay={':'.join(overlay.groups())}" if overlay else "") + "\n")
        name = re.search(r'"hostName":"([^"]+)"', text)
        write(path / "hostname", f"{name[1] if name else ''}\n")
        write(path / "version", (re.search(r"version (\w+)", text) or ["", "none"])[1] + "\n")
        script = (HERE / "medium/store-init").read_text().replace("@root@", f"/nix/store/{root.name}")
        write(path / "init", script, 0o755)
        references = [f"/nix/store/{root.name}"]
        if padding := re.search(r"padding (\d+)", text):
            file = self.directory / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}-padding"
            file.write_bytes(os.urandom(int(padding[1]) << 20))
            references.append(f"/nix/store/{file.name}")
        content["closure"] = [f"/nix/store/{path.name}", *references]

    def _make_system(self, path, _):
        """A system that is installed: what it consists of is on the medium."""
        write(path / "nixos-version", "26.11\n")

    def _make_closure(self, path, content):
        paths = "".join(f"{each}\n" for each in sorted(
            {each for root in content["rootPaths"] for each in self.objects[root].get("closure", [root])}))
        write(path / "store-paths", paths)
        write(path / "registration", paths)

    def replace_on_images(self, files):
        """Makes the images again, with other files on them: for media that misbehave."""
        for store_path, content in self.objects.items():
            if content["kind"] == "image":
                shutil.rmtree(self.path(store_path))
                self._make_image(self.path(store_path), content, files)

    def _make_image(self, path, content, files=None):
        """The medium: what all have in common, and the emitted script with what it names."""
        staging = path.with_name(path.name + ".new")
        shutil.rmtree(staging, ignore_errors=True)
        root = staging / "root"
        write(root / "install-guest", content["script"])
        places = ":".join(f"{each}/bin:{each}/sbin" for each in content["path"])
        write(root / "install-guest.environment", f"export PATH={places}\n")
        for name, text in (files or {}).items():
            write(root / name, text, 0o755)
        for named in store_paths(content["script"] + places):
            link = root / named.lstrip("/")
            link.parent.mkdir(parents=True, exist_ok=True)
            kind = self.objects[named]["kind"]
            if kind == "text":
                write(link, self.objects[named]["text"])
            elif kind == "package":
                link.symlink_to("/packages/" + self.objects[named]["name"])
            else:
                raise ValueError(f"{named}, a {kind}, is not on the medium")
        disc = staging / "disc"
        disc.mkdir()
        own = subprocess.run(
            "find . -print0 | cpio --quiet --null --create --format=newc --owner=0:0",
            shell=True, cwd=root, check=True, stdout=subprocess.PIPE,
        ).stdout
        archives = [(self.base / name).read_bytes() for name in ("installer.cpio", "system.cpio")]
        with open(disc / "initrd", "wb") as initrd:
            subprocess.run(
                ["lz4", "-q", "-l", "-1"], input=b"".join([*archives, own]), stdout=initrd, check=True
            )
        for name in ("kernel", "isolinux.bin", "ldlinux.c32"):
            shutil.copy(self.base / name, disc / name)
        write(
            disc / "isolinux.cfg",
            "DEFAULT install\nPROMPT 0\nLABEL install\nLINUX /kernel\nINITRD /initrd\n"
            "APPEND console=ttyS0 quiet rdinit=/init panic=0\n",
        )
        image = path.name.split("-", 1)[1]
        (staging / "iso").mkdir()
        subprocess.run(
            ["genisoimage", "-quiet", "-o", staging / "iso" / image, "-b", "isolinux.bin",
             "-c", "boot.cat", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table", disc],
            check=True,
        )
        shutil.rmtree(disc)
        shutil.rmtree(root)
        staging.rename(path)


def _files(folder):
    """The texts beside a module, where Nix copies them to if the module names them."""
    names = [each.name for each in folder.iterdir() if each.suffix != ".nix"]
    if not names:
        return []
    expression = "map (name: \"${folder + \"/${name}\"}\") names"
    result = subprocess.run(
        ["nix-instantiate", "--eval", "--strict", "--json", "--expr", f"{{ folder, names }}: {expression}", "--arg",
         "folder", folder, "--arg", "names", "[ " + " ".join(map(json.dumps, names)) + " ]"],
        capture_output=True, text=True, check=True, env={**os.environ, "NIX_REMOTE": "dummy://"})
    return [(path, {"kind": "text", "text": (folder / name).read_text()})
            for path, name in zip(json.loads(result.stdout), names)]


def evaluate(module, store):
    """What the module sets; what it puts into the store is made."""
    result = subprocess.run(
        ["nix-instantiate", "--eval", "--strict", "--json", HERE / "evaluate.nix",
         "--arg", "module", module],
        capture_output=True, text=True, env={**os.environ, "NIX_REMOTE": "dummy://"},
    )
    if result.returncode != 0:
        raise RuntimeError(f"{module} cannot be evaluated: {result.stderr[-2000:]}")
    made = []
    for line in result.stderr.splitlines():
        if line.startswith("trace: store "):
            entry = json.loads(line.removeprefix("trace: store "))
            made.append((entry["path"], entry["object"]))
    made += _files(module.parent)
    # These name the others.
    order = {"image": 1, "built": 2, "closure": 3}
    for path, content in sorted(made, key=lambda each: order.get(each[1]["kind"], 0)):
        store.add(path, content)
    return json.loads(result.stdout)
