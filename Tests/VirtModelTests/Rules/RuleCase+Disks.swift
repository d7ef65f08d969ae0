extension RuleCase {
  /// Root disks, other disks, and images.
  static let disks = table(
    #"""
    [conflicting-keys] guests.a has both diskSize and disks.root.size
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.root.size = "8g"; }; }
    + { host.nic = "eno1"; guests.a = { disks.root.size = "8g"; }; }

    [conflicting-keys] guests.a.disks.root.format: nixvirt installs only to qcow2 disks
    - { host.nic = "eno1"; guests.a = { disks.root = { size = "8g"; format = "raw"; }; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; disks.root = { size = "8g"; format = "raw"; }; }; }

    [conflicting-keys] guests.a.disks.root.readOnly: a read-only disk cannot be installed
    - { host.nic = "eno1"; guests.a = { disks.root = { size = "8g"; format = "qcow2"; readOnly = true; }; }; }
    + { host.nic = "eno1"; guests.a = { disks.root = { path = "/srv/a.img"; readOnly = true; }; }; }

    [conflicting-keys] guests.a.install would write to /srv/a.img, but disks.root.path means that the disk exists already
    - { host.nic = "eno1"; guests.a = { install = "nixos"; disks.root.path = "/srv/a.img"; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; disks.root.path = "/srv/a.img"; }; }

    [conflicting-keys] guests.a: nixvirt never resizes the existing disk /srv/a.img
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.root.path = "/srv/a.img"; }; }
    + { host.nic = "eno1"; guests.a = { disks.root.path = "/srv/a.img"; }; }

    [conflicting-keys] guests.a.nixos.modules has no effect: nothing is installed on the existing disk of disks.root.path
    - { host.nic = "eno1"; guests.a = { disks.root.path = "/srv/a.img"; nixos.modules = [ ./a.nix ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; nixos.modules = [ ./a.nix ]; }; }

    [conflicting-keys] guests.a.nixos.modules has no effect with install = "none"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; install = "none"; nixos.modules = [ ./a.nix ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; install = "nixos"; nixos.modules = [ ./a.nix ]; }; }

    [conflicting-keys] guests.a.disks.b: nixvirt never resizes the existing disk /srv/b.img
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b = { path = "/srv/b.img"; size = "1g"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/srv/b.img"; }; }

    [conflicting-keys] guests.a.disks.b.formerly: another disk has, or had, the name c
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks = { b = { size = "1g"; formerly = "c"; }; c.size = "1g"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b = { size = "1g"; formerly = "c"; }; }; }

    [conflicting-keys] guests.a.disks.handover: a guest with NixOS has a drive of this name, with its SSH keys
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.handover.size = "1g"; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; disks.handover.size = "1g"; }; }

    [conflicting-keys] guests.a.disks.b.formerly: another disk has, or had, the name root
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b = { size = "1g"; formerly = "root"; }; }; }
    + { host.nic = "eno1"; guests.a = { install = "store"; diskSize = "8g"; disks.b = { size = "1g"; formerly = "root"; }; }; }

    [conflicting-keys] guests.a.formerly: another guest has, or had, the name b
    - { host.nic = "eno1"; guests = { a = { diskSize = "8g"; formerly = "b"; }; b = { diskSize = "8g"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; formerly = "b"; }; }

    [unusable-path] guests.a.backup.directory: "/var/lib/guests" is in host.stateDir, with the disks of guests
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/var/lib/guests"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/var/lib/guests-backup"; }; }; }

    [unusable-path] guests.guests.backup.directory: "/var/lib" is in host.stateDir, with the disks of guests
    - { host.nic = "eno1"; guests.guests = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/var/lib"; }; }; }
    + { host.nic = "eno1"; guests.guest = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/var/lib"; }; }; }

    [unusable-path] guests.a.backup.directory: "/srv/data/backups" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.backup = { schedule = "daily"; directory = "/srv/data/backups"; }; b.shares.x.source = "/srv/data"; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.backup = { schedule = "daily"; directory = "/srv/data/backups"; }; b.shares.x = { source = "/srv/data"; readOnly = true; }; }; }

    [unusable-path] guests.a.backup.directory: "/srv/data" contains /srv/data/a/b, to which a guest can write
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.backup = { schedule = "daily"; directory = "/srv/data"; }; b.shares.x.source = "/srv/data/a/b"; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.backup = { schedule = "daily"; directory = "/srv/data"; }; b.shares.x.source = "/srv/data/b"; }; }

    [unusable-path] guests.a.secrets.token: "/srv/data/token" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/data/token"; shares.x.source = "/srv/data"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/data/token"; shares.x = { source = "/srv/data"; readOnly = true; }; }; }

    [unusable-path] guests.a.secrets.token: "/run/media/token" is in /var/run/media, to which a guest can write
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.secrets.token = "/run/media/token"; b.shares.x.source = "/var/run/media"; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.secrets.token = "/run/secrets/token"; b.shares.x.source = "/var/run/media"; }; }

    [unusable-path] guests.a.disks.d.path: "/srv/data/d.raw" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.disks.d.path = "/srv/data/d.raw"; b.shares.x.source = "/srv/data"; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.disks.d.path = "/srv/data.raw"; b.shares.x.source = "/srv/data"; }; }

    [unusable-path] guests.a.image: "/srv/data/a.raw" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; guests = { a.image = "/srv/data/a.raw"; b = { diskSize = "8g"; shares.x.source = "/srv/data"; }; }; }
    + { host.nic = "eno1"; guests = { a.image = "/srv/a.raw"; b = { diskSize = "8g"; shares.x.source = "/srv/data"; }; }; }

    [unusable-path] guests.a.iso: "/srv/data/a.iso" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; guests = { a = { iso = "/srv/data/a.iso"; diskSize = "8g"; }; b = { diskSize = "8g"; shares.x.source = "/srv/data"; }; }; }
    + { host.nic = "eno1"; guests = { a = { iso = "/srv/a.iso"; diskSize = "8g"; }; b = { diskSize = "8g"; shares.x.source = "/srv/data"; }; }; }

    [unusable-path] guests.a.pci: romFile: "/srv/data/a.rom" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/srv/data/a.rom"; } ]; shares.x.source = "/srv/data"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/srv/a.rom"; } ]; shares.x.source = "/srv/data"; }; }

    [unusable-path] guests.a.replicate.sshKey: "/srv/data/key" is in /srv/data, to which a guest can write
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/srv/data/key"; }; shares.x.source = "/srv/data"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/srv/key"; }; shares.x.source = "/srv/data"; }; }

    [unusable-path] guests.a.replicate.sshKey: "/var/lib/guests/a/key" is in a directory of guests, where a guest's QEMU could replace it
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/var/lib/guests/a/key"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/var/lib/keys/a"; }; }; }

    [unusable-path] guests.a.backup.directory: "/etc/backups" is a directory of the operating system
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/etc/backups"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/media/backups"; }; }; }

    [conflicting-keys] guests.a.backup: the guest has no disk of its own, and disks with a path are not backed up
    - { host.nic = "eno1"; guests.a = { disks.root.path = "/dev/sdb"; backup = { schedule = "daily"; directory = "/srv/b"; }; }; }
    + { host.nic = "eno1"; guests.a = { disks = { root.path = "/dev/sdb"; data.size = "1g"; }; backup = { schedule = "daily"; directory = "/srv/b"; }; }; }

    [invalid-calendar-event] guests.a.backup.schedule: "2026-12-24" comes only in certain years, or never
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "2026-12-24"; directory = "/srv/b"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "12-24"; directory = "/srv/b"; }; }; }

    [unusable-path] guests.a.disks.b.path: "/var/lib/guests/b/x.qcow2" is in the directory of the guest b, which no other guest can read
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.disks.b.path = "/var/lib/guests/b/x.qcow2"; b = { }; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.disks.b.path = "/var/lib/guests/a/x.qcow2"; b = { }; }; }

    [unusable-path] guests.a.image: "/var/lib/guests/b/x.raw" is in the directory of the guest b, which no other guest can read
    - { host.nic = "eno1"; guests = { a.image = "/var/lib/guests/b/x.raw"; b.diskSize = "8g"; }; }
    + { host.nic = "eno1"; guests = { a.image = "/var/lib/guests/images/x.raw"; b.diskSize = "8g"; }; }

    [duplicate-disk-path] the disk /srv/x.raw is used by the guest a and by the guest b
    - { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x.path = "/srv/x.raw"; }; b.image = "/srv/x.raw"; }; }
    + { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x = { path = "/srv/x.raw"; readOnly = true; }; }; b.image = "/srv/x.raw"; }; }

    [duplicate-disk-path] the disk /srv/x.img is used by the guest a and by the guest b
    - { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x.path = "/srv/x.img"; }; b = { diskSize = "8g"; disks.x.path = "/srv/x.img"; }; }; }
    + { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x = { path = "/srv/x.img"; readOnly = true; }; }; b = { diskSize = "8g"; disks.x = { path = "/srv/x.img"; readOnly = true; }; }; }; }

    [duplicate-disk-path] the disk /srv/x.img is used by the guest a and by the guest b
    - { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x = { path = "/srv/x.img"; readOnly = true; }; }; b = { diskSize = "8g"; disks.x.path = "/srv/x.img"; }; }; }
    + { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x = { path = "/srv/x.img"; readOnly = true; }; }; b = { diskSize = "8g"; disks.x = { path = "/srv/x.img"; readOnly = true; }; }; }; }

    [duplicate-disk-path] the disk /dev/sda1, which overlaps with /dev/sda, is used by the guest a and by the guest b
    - { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x.path = "/dev/sda"; }; b = { diskSize = "8g"; disks.x.path = "/dev/sda1"; }; }; }
    + { host.nic = "eno1"; guests = { a = { diskSize = "8g"; disks.x.path = "/dev/sda2"; }; b = { diskSize = "8g"; disks.x.path = "/dev/sda1"; }; }; }

    [duplicate-disk-path] the file /var/lib/guests/a/root.qcow2 is used by a disk that nixvirt creates for a and by disks.b
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/var/lib/guests/a/root.qcow2"; }; }
    + { host.nic = "eno1"; guests.a = { disks = { root.path = "/srv/a.img"; b.path = "/var/lib/guests/a/root.qcow2"; }; }; }

    [size-without-unit] guests.a.disks.b.size: 5 has no unit
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "5"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "5g"; }; }

    [invalid-path] guests.a.disks.b.path: "sda" is not a file or block device of the host: an absolute path without ".", ".." and control characters
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "sda"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/dev/sda"; }; }

    [missing-key] guests.a.disks.b has no size
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b = { }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "1g"; }; }

    [invalid-path] guests.a.disks.b.path: "/srv/../b.img" is not a file or block device of the host: an absolute path without ".", ".." and control characters
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/srv/../b.img"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/srv/..b.img"; }; }

    [invalid-path] guests.a.disks.b.path: "/srv/b\nc.img" is not a file or block device of the host: an absolute path without ".", ".." and control characters
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/srv/b\nc.img"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.path = "/srv/b c.img"; }; }

    [invalid-name] guests.a.disks.ddddddddddddddddddddd: "ddddddddddddddddddddd" is not the name of a disk: use letters, digits, "_" and "-", starting with a letter, at most 20 characters
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks."ddddddddddddddddddddd".size = "1g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks."dddddddddddddddddddd".size = "1g"; }; }

    [invalid-url] guests.a.image.url: it contains a user name or a password, which the Nix store shows to every user
    - { host.nic = "eno1"; guests.a = { image = { url = "https://u:p@x.org/a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; }; }; }
    + { host.nic = "eno1"; guests.a = { image = { url = "https://x.org/a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; }; }; }

    [invalid-hash] guests.a.image.hash: "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+=" is not a hash: SHA-256 or SHA-512 as SRI, as in "sha256-…"
    - { host.nic = "eno1"; guests.a = { image = { url = "https://x.org/a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+="; }; }; }
    + { host.nic = "eno1"; guests.a = { image = { url = "https://x.org/a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; }; }; }

    [invalid-url] guests.a.image.url: "file:///a.img" is not the address of a file: it must start with https://, http:// or ftp://
    - { host.nic = "eno1"; guests.a = { image = { url = "file:///a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; }; }; }
    + { host.nic = "eno1"; guests.a = { image = { url = "ftp://x.org/a.img"; hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g="; }; }; }

    [packed-image] guests.a.image: "a.tar" is a compressed file or an archive, not a disk
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.tar"; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.tar.img"; }; }

    [conflicting-keys] guests.a.image has no effect with install = "none"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; install = "none"; diskSize = "8g"; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; install = "image"; }; }

    [invalid-size] guests.a.disks.b.size: "9007199254740993t" is not a size: it is too large
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "9007199254740993t"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "9t"; }; }

    [invalid-size] guests.a.disks.b.size: "1.5g" is not a size: an integer and one of k, m, g, t, as in "512m"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "1.5g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; disks.b.size = "1536m"; }; }
    """#)
}
