extension RuleCase {
  /// Devices, screens, shares, secrets and backups.
  static let devices = table(
    #"""
    [invalid-name] guests.a.shares.sssssssssssssssssssssssssssssssssssss: "sssssssssssssssssssssssssssssssssssss" is not the tag of a share: use letters, digits, "_" and "-", starting with a letter, at most 36 characters
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares."sssssssssssssssssssssssssssssssssssss".source = "/srv/a"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares."ssssssssssssssssssssssssssssssssssss".source = "/srv/a"; }; }

    [invalid-pci-address] guests.a.pci[0]: "01:00.0" is not a PCI address: as in "0000:01:00.0", see lspci -D
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ "01:00.0" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ "0000:01:00.0" ]; }; }

    [duplicate-device] the device 0000:01:00.0 is used twice by the guest a
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ "0000:01:00.0" "0000:01:00.0" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ "0000:01:00.0" "0000:01:00.1" ]; }; }

    [conflicting-keys] guests.a.pci: primaryDisplay: a guest can have only one primary display
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; primaryDisplay = true; } { address = "0000:02:00.0"; primaryDisplay = true; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; primaryDisplay = true; } { address = "0000:02:00.0"; } ]; }; }

    [conflicting-keys] guests.a.pci: primaryDisplay: vncDisplay adds an emulated graphics card, which would be the primary one
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = ":1"; pci = [ { address = "0000:01:00.0"; primaryDisplay = true; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = ":1"; pci = [ "0000:01:00.0" ]; }; }

    [conflicting-keys] guests.a.pci: primaryDisplay is only for PC graphics, which aarch64-linux guests do not have
    - { host = { nic = "eno1"; system = "aarch64-linux"; }; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; primaryDisplay = true; } ]; }; }
    + { host = { nic = "eno1"; system = "aarch64-linux"; }; guests.a = { diskSize = "8g"; pci = [ "0000:01:00.0" ]; }; }

    [conflicting-keys] guests.a.firmware: aarch64-linux has no BIOS
    - { host = { nic = "eno1"; system = "aarch64-linux"; }; guests.a = { diskSize = "8g"; firmware = "bios"; }; }
    + { host = { nic = "eno1"; system = "aarch64-linux"; }; guests.a = { diskSize = "8g"; firmware = "uefi"; }; }

    [duplicate-device] the device 1d6b:0002 is used twice by the guest a
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ "1d6b:0002" "1d6b:0002" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ "1d6b:0002" "1d6b:0003" ]; }; }

    [duplicate-device] the device at port 1-2 is used twice by the guest a
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-2"; } { port = "1-2"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-2"; } { port = "1-2.1"; } ]; }; }

    [duplicate-device] the device with the serial number X is used twice by the guest a
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { serial = "X"; } { serial = "X"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { serial = "X"; } { serial = "x"; } ]; }; }

    [conflicting-keys] guests.a.usb[0] needs either port or serial
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-2"; serial = "X"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-2"; } ]; }; }

    [conflicting-keys] guests.a.usb[0] needs either port or serial
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { serial = "X"; } ]; }; }

    [invalid-usb-id] guests.a.usb[0].port: "1-0" is not a USB port: bus and port, as in "1-2" or "1-2.3"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-0"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { port = "1-9"; } ]; }; }

    [invalid-usb-id] guests.a.usb[0].serial: "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX…" is not the serial number of a USB device: use letters, digits, ".", "_", ":" and "-"; for other serial numbers, use the port
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { serial = "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; usb = [ { serial = "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"; } ]; }; }

    [vnc-socket-place] guests.a.vncDisplay: the guest's user cannot create a socket at /srv/vnc.sock
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/srv/vnc.sock"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/run/guests/a/vnc.sock"; }; }

    [vnc-socket-place] guests.a.vncDisplay: the guest's user cannot create a socket at /run/guests/a/b/vnc.sock
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/run/guests/a/b/vnc.sock"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/run/guests/a/b"; }; }

    [invalid-vnc-display] guests.a.vncDisplay: ":59636" is not a VNC display: as in "localhost:1", ":1" or "unix:/run/guest.vnc"; the number is the port minus 5900
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = ":59636"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = ":59635"; }; }

    [duplicate-vnc-display] the VNC display 1 is used by the guest a and by the guest b
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.vncDisplay = ":1"; b.vncDisplay = ":1"; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.vncDisplay = ":1"; b.vncDisplay = ":2"; }; }

    [unusable-path] guests.a.shares.x.source: "/var/lib/guests/b" is in host.stateDir, with the disks of guests
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/var/lib/guests/b"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/var/lib/guests2/b"; }; }

    [unusable-path] guests.a.shares.x.source: "/" contains host.stateDir, with the disks of guests
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/srv"; }; }

    [unusable-path] guests.a.shares.x.source: "/var/lib" contains host.stateDir, with the disks of guests
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/var/lib"; }; }
    + { host.nic = "eno1"; host.stateDir = "/srv/guests"; guests.a = { diskSize = "8g"; shares.x.source = "/var/lib"; }; }

    [conflicting-keys] guests.a.shares.y.target: another share is mounted at /mnt
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares = { x = { source = "/srv/x"; target = "/mnt"; }; y = { source = "/srv/y"; target = "//mnt"; }; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares = { x = { source = "/srv/x"; target = "/mnt"; }; y = { source = "/srv/y"; target = "/mnt/y"; }; }; }; }

    [missing-key] guests.a.shares.x has no source
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x = { }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/srv/x"; }; }

    [unusable-path] guests.a.secrets.token: "/tmp/token" is in a directory where every user of the host can put a file
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/tmp/token"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/run/secrets/token"; }; }

    [unusable-path] guests.a.secrets.token: "/dev/shm/token" is in a directory where every user of the host can put a file
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/dev/shm/token"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/root/token"; }; }

    [unusable-path] guests.a.replicate.sshKey: "/dev/shm/key" is in a directory that the unit does not see, or that everybody can read
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/dev/shm/key"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; replicate = { to = "c"; schedule = "hourly"; sshKey = "/run/secrets/key"; }; }; }

    [unusable-path] guests.a.pci: romFile: "/tmp/a.rom" is temporary: the guest's unit has its own, empty /tmp and /var/tmp
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/tmp/a.rom"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/srv/a.rom"; } ]; }; }

    [path-in-home] guests.a.pci: romFile: the user guest-a must be able to enter /home/me, but usually only its owner can
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/home/me/a.rom"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/srv/a.rom"; } ]; }; }

    [store-path-as-text] guests.a.pci: romFile: a string does not protect a store path from the garbage collector
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/nix/store/00000000000000000000000000000000-a/a.rom"; } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; pci = [ { address = "0000:01:00.0"; romFile = "/srv/a.rom"; } ]; }; }

    [out-of-range] guests.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.shares.ssssssssssssssssssssssssssssssssssss: the path of its socket, with both names, is too long for Linux, by 16 bytes
    - { host.nic = "eno1"; guests.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn = { diskSize = "8g"; shares.ssssssssssssssssssssssssssssssssssss.source = "/srv/x"; }; }
    + { host.nic = "eno1"; guests.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn = { diskSize = "8g"; shares.ssssssssssssssssssss.source = "/srv/x"; }; }

    [unusable-path] guests.a.shares.x.target: the guest's own disk is mounted at /
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x = { source = "/srv/x"; target = "/"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x = { source = "/srv/x"; target = "/mnt/x"; }; }; }

    [out-of-range] guests.a.vncDisplay: the path of a socket has at most 107 bytes, not 108
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/run/guests/a/vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvx"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "unix:/run/guests/a/vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"; }; }

    [conflicting-keys] guests.a.memoryMax is 1 GiB, but with lockMemory the guest uses all of its memory, 1 GiB, and QEMU some more
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "1g"; lockMemory = true; memoryMax = "1g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "1g"; lockMemory = true; memoryMax = "2g"; }; }

    [conflicting-keys] guests.a.memoryMax is 1 GiB, but with pci the guest uses all of its memory, 2 GiB, and QEMU some more
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "2g"; pci = [ "0000:01:00.0" ]; memoryMax = "1g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "2g"; memoryMax = "1g"; }; }

    [invalid-calendar-event] guests.a.backup.schedule: "nonsense" is not a systemd calendar event: as in "Sun 03:00" or "daily", see `systemd-analyze calendar` and systemd.time(7)
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "nonsense"; directory = "/srv/b"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b"; }; }; }

    [unusable-path] guests.a.backup.directory: "/srv/b$c" contains a blank or a character that has a meaning in unit files
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b$c"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; backup = { schedule = "daily"; directory = "/srv/b-c"; }; }; }

    [conflicting-keys] guests.a.snapshot.beforeRestart: disk b is raw, so that it cannot have snapshots
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; snapshot.beforeRestart = true; disks.b = { size = "1g"; format = "raw"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; snapshot.beforeRestart = true; disks.b.size = "1g"; }; }

    [forbidden-argument] guests.a.extraArgs: the guest's unit has no Internet sockets
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; extraArgs = [ "-incoming" "tcp:0:4444" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; extraArgs = [ "-name" "x" ]; }; }

    [forbidden-argument] guests.a.extraArgs: the guest's unit has no Internet sockets
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; extraArgs = [ "-chardev" "socket,id=a,host=0.0.0.0,port=1" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; extraArgs = [ "-chardev" "socket,id=a,path=a.sock,server=on" ]; }; }

    [unusable-path] guests.a.secrets.token: "/var/lib/guests/a/token" is in a directory of guests, where a guest's QEMU could replace it
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/var/lib/guests/a/token"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; install = "store"; secrets.token = "/var/lib/secrets/token"; }; }

    [unusable-path] guests.a.secrets.token: "/srv/token " ends with a blank or a backslash, which unit files cannot contain there
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/token "; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/token x"; }; }

    [unusable-path] guests.a.secrets.token: "/nix/store/00000000000000000000000000000000-a/token" is in the Nix store, which every user can read
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/nix/store/00000000000000000000000000000000-a/token"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/token"; }; }

    [invalid-path] guests.a.secrets.token must be the absolute path of a file on the host
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = 5; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets.token = "/srv/token"; }; }

    [out-of-range] guests.a.secrets has 9 files, but QEMU takes 8
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets = { t0 = "/srv/t"; t1 = "/srv/t"; t2 = "/srv/t"; t3 = "/srv/t"; t4 = "/srv/t"; t5 = "/srv/t"; t6 = "/srv/t"; t7 = "/srv/t"; t8 = "/srv/t"; }; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets = { t0 = "/srv/t"; t1 = "/srv/t"; t2 = "/srv/t"; t3 = "/srv/t"; t4 = "/srv/t"; t5 = "/srv/t"; t6 = "/srv/t"; t7 = "/srv/t"; }; }; }

    [conflicting-keys] guests.a.secrets.fstab.extra: nixvirt gives the guest this credential itself, for shares
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x = { source = "/srv/x"; target = "/mnt"; }; secrets."fstab.extra" = "/srv/t"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; secrets."fstab.extra" = "/srv/t"; }; }

    [conflicting-keys] guests.a.userData has no effect with install = "iso": only guests with image read it
    - { host.nic = "eno1"; guests.a = { iso = "/srv/a.iso"; diskSize = "8g"; userData = ./a.yaml; vncDisplay = ":1"; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; }; }

    [iso-without-display] guests.a.iso: an installer waits for input, but the guest has no screen
    - { host.nic = "eno1"; guests.a = { iso = "/srv/a.iso"; diskSize = "8g"; }; }
    + { host.nic = "eno1"; guests.a = { iso = "/srv/a.iso"; diskSize = "8g"; vncDisplay = ":1"; }; }

    [missing-key] guests.a has no diskSize
    - { host.nic = "eno1"; guests.a = { iso = "/srv/a.iso"; vncDisplay = ":1"; }; }
    + { host.nic = "eno1"; guests.a = { iso = "/srv/a.iso"; diskSize = "8g"; vncDisplay = ":1"; }; }

    [conflicting-keys] guests.a.iso has no effect with install = "image"
    - { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; iso = "/srv/a.iso"; }; }
    + { host.nic = "eno1"; guests.a = { image = "/srv/a.img"; }; }

    [open-display] guests.a.vncDisplay: everyone who can reach 0.0.0.0:1 can use the guest's screen without a password
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "0.0.0.0:1"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; vncDisplay = "127.0.0.1:1"; }; }

    [path-in-home] guests.a.shares.x.source: the user guest-a must be able to enter /home/me, but usually only its owner can
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/home/me/x"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/homes/me/x"; }; }

    [path-in-home] guests.a.shares.x.source: the user guest-a must be able to enter /run/user/1000, but usually only its owner can
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/run/user/1000"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/home"; }; }

    [store-path-as-text] guests.a.shares.x.source: a string does not protect a store path from the garbage collector
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/nix/store/00000000000000000000000000000000-a"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shares.x.source = "/nix/stores/a"; }; }

    [conflicting-keys] guests.a.snapshot.beforeRestart: disk b is not in the guest's directory, so that it cannot have snapshots
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; snapshot.beforeRestart = true; disks.b.path = "/srv/b.qcow2"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; snapshot.beforeRestart = true; }; }

    [unknown-value] guests.a.firmware must be one of "bios", "uefi", not "efi"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; firmware = "efi"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; firmware = "uefi"; }; }
    """#)
}
