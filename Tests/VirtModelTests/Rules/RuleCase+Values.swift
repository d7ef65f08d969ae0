extension RuleCase {
  /// Keys, sizes, numbers, names and the order of guests.
  static let values = table(
    #"""
    [missing-key] guests.a has no diskSize
    - { host.nic = "eno1"; guests.a = { }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; }; }

    [size-without-unit] guests.a.memory: 512 has no unit
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "512"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "512m"; }; }

    [size-without-unit] guests.a.memory: 512 has no unit
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = 512; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "512m"; }; }

    [invalid-size] guests.a.memory: "0g" is not a size: it must be greater than zero
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "0g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "64m"; }; }

    [out-of-range] guests.a.cpus must be from 1 to 512, not 0
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpus = 0; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpus = 1; }; }

    [cpus-exceed-host] guests.a.cpus is 9, but the host has 8
    - { host = { nic = "eno1"; cpus = 8; }; guests.a = { diskSize = "8g"; cpus = 9; }; }
    + { host = { nic = "eno1"; cpus = 8; }; guests.a = { diskSize = "8g"; cpus = 8; }; }

    [cpus-exceed-host] the number of CPUs in guests.a.cpuPinning is 9, but the host has 8
    - { host = { nic = "eno1"; cpus = 8; }; guests.a = { diskSize = "8g"; cpuPinning = "0-8"; }; }
    + { host = { nic = "eno1"; cpus = 8; }; guests.a = { diskSize = "8g"; cpuPinning = "0-7"; }; }

    [invalid-cpu-list] guests.a.cpuPinning: "3-1" is not a list of CPUs: as in "0-3,8"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuPinning = "3-1"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuPinning = "1-3"; }; }

    [invalid-quota] guests.a.cpuQuota: "0%" is not a share of CPU time: percent of one CPU, as in "150%"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuQuota = "0%"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuQuota = "1%"; }; }

    [out-of-range] guests.a.cpuWeight must be from 1 to 10000, not 0
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuWeight = 0; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuWeight = 1; }; }

    [out-of-range] guests.a.cpuWeight must be from 1 to 10000, not 10001
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuWeight = 10001; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpuWeight = 10000; }; }

    [out-of-range] guests.a.oomScoreAdjust must be from -1000 to 1000, not -1001
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; oomScoreAdjust = -1001; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; oomScoreAdjust = -1000; }; }

    [out-of-range] guests.a.oomScoreAdjust must be from -1000 to 1000, not 1001
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; oomScoreAdjust = 1001; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; oomScoreAdjust = 1000; }; }

    [memory-exceeds-host] guests.a.memory is 9 GiB, but the host has 8 GiB
    - { host = { nic = "eno1"; memory = "8g"; }; guests.a = { diskSize = "8g"; memory = "9g"; }; }
    + { host = { nic = "eno1"; memory = "8g"; }; guests.a = { diskSize = "8g"; memory = "8g"; }; }

    [memory-exceeds-host] the guests need 9 GiB of memory, but the host has 8 GiB
    - { host = { nic = "eno1"; memory = "8g"; }; defaults.diskSize = "8g"; guests = { a.memory = "5g"; b.memory = "4g"; }; }
    + { host = { nic = "eno1"; memory = "8g"; }; defaults.diskSize = "8g"; guests = { a.memory = "4g"; b.memory = "4g"; }; }

    [conflicting-keys] guests.a.shares: the guest's memory, 1048580 KiB, is not a multiple of 8 KiB
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "1048580k"; shares.x.source = "/srv/x"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "1048584k"; shares.x.source = "/srv/x"; }; }

    [conflicting-keys] guests.a.hugepages: the guest's memory, 65 MiB, is not a multiple of a huge page (2 MiB)
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "65m"; hugepages = true; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "66m"; hugepages = true; }; }

    [out-of-range] guests.a.shutdownTimeout must be from 1 to 86400, not 0
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; shutdownTimeout = 0; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; shutdownTimeout = 1; }; }

    [invalid-name] guests.A: "A" is not the name of a guest: use lower-case letters, digits and hyphens, starting with a letter, at most 63 characters
    - { host.nic = "eno1"; guests.A.diskSize = "8g"; }
    + { host.nic = "eno1"; guests.a.diskSize = "8g"; }

    [invalid-name] guests.a_b: "a_b" is not the name of a guest: use lower-case letters, digits and hyphens, starting with a letter, at most 63 characters
    - { host.nic = "eno1"; guests."a_b".diskSize = "8g"; }
    + { host.nic = "eno1"; guests."a-b".diskSize = "8g"; }

    [invalid-name] guests.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" is not the name of a guest: use lower-case letters, digits and hyphens, starting with a letter, at most 63 characters
    - { host.nic = "eno1"; guests."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".diskSize = "8g"; }
    + { host.nic = "eno1"; guests."aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".diskSize = "8g"; }

    [guest-named-as-host] the guest a has the same name as its host
    - { host = { nic = "eno1"; name = "a"; }; guests.a.diskSize = "8g"; }
    + { host = { nic = "eno1"; name = "b"; }; guests.a.diskSize = "8g"; }

    [conflicting-keys] guests.a.system is aarch64-linux, but its host is x86_64-linux
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; system = "aarch64-linux"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; system = "x86_64-linux"; }; }

    [conflicting-keys] guests.a.requires: qemu-guest-b.service is a unit of nixvirt
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; requires = [ "qemu-guest-b.service" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; requires = [ "b.service" ]; }; }

    [invalid-name] guests.a.requires[0]: "b" is not the name of a systemd unit: a name with its type, as in "zfs-import.target"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; requires = [ "b" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; requires = [ "b.mount" ]; }; }

    [unknown-guest] guests.a.after: there is no guest "b"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; after = [ "b" ]; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.after = [ "b" ]; b = { }; }; }

    [order-cycle] guests form a cycle: a after b after a
    - { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.after = [ "b" ]; b.after = [ "a" ]; }; }
    + { host.nic = "eno1"; defaults.diskSize = "8g"; guests = { a.after = [ "b" ]; b = { }; }; }

    [conflicting-keys] guests.a.hosts is only for fleets, but there is a single host
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; hosts = [ "x" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; }; }

    [invalid-ssh-key] guests.a.sshKeys[0]: the key is cut off
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAA" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }

    [invalid-ssh-key] guests.a.sshKeys[0]: there is no key after the key type
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }

    [invalid-ssh-key] guests.a.sshKeys[0]: the public key starts with "----", which is not a key type
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "---- BEGIN SSH2 PUBLIC KEY ----" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }

    [invalid-ssh-key] guests.a.sshKeys[0]: the key after the key type is not valid base64
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 %% me" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }

    [invalid-ssh-key] guests.a.sshKeys[0]: the public key starts with "", which is not a key type
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "" ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }

    [unknown-key] a guest has no key "memroy"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memroy = "1g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "1g"; }; }

    [unknown-value] guests.a.restart must be one of "no", "on-failure", "always", not "sometimes"
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; restart = "sometimes"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; restart = "always"; }; }

    [wrong-type] guests.a.tpm must be true or false, not a string
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; tpm = "yes"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; tpm = true; }; }

    [wrong-type] guests must be a set, not a list
    - { host.nic = "eno1"; guests = [ ]; }
    + { host.nic = "eno1"; guests = { }; }

    [missing-key] the description has no guests
    - { host.nic = "eno1"; }
    + { host.nic = "eno1"; guests = { }; }

    [unusable-path] host.stateDir: /var/lib has directories of other programs, and a guest may have the name of one
    - { host = { nic = "eno1"; stateDir = "/var/lib"; }; guests.a = { diskSize = "8g"; }; }
    + { host = { nic = "eno1"; stateDir = "/var/lib/g"; }; guests.a = { diskSize = "8g"; }; }

    [conflicting-keys] guests.a has both interfaces and network, the short form of the first interface
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; network = "lan"; interfaces = [ { } ]; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; interfaces = [ { network = "lan"; } ]; }; }

    [small-memory] guests.a.memory is 31 MiB: no current operating system boots with so little
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "31m"; install = "none"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; memory = "64m"; install = "none"; }; }

    [needs-evaluation] a description is plain data, but a selection needs evaluation
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; tpm = builtins.true; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; tpm = true; }; }

    [needs-evaluation] a description is plain data, but the variable "eno1" needs evaluation
    - { host.nic = eno1; guests.a = { diskSize = "8g"; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; tpm = false; }; }

    [out-of-range] guests.a.cpus must be from 1 to 512, not 1024
    - { host = { system = "aarch64-linux"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = { sockets = 16; cores = 32; threads = 2; }; }; }
    + { host = { system = "aarch64-linux"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = { sockets = 16; cores = 32; threads = 1; }; }; }

    [out-of-range] guests.a.cpus must be from 1 to 512, not 513
    - { host = { system = "aarch64-linux"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = 513; }; }
    + { host = { system = "aarch64-linux"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = 512; }; }

    [out-of-range] guests.a.cpus must be from 1 to 288, not 289
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpus = 289; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; cpus = 288; }; }

    [out-of-range] guests.a.cpus must be from 1 to 255, not 256
    - { host = { accel = "tcg"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = 256; }; }
    + { host = { accel = "tcg"; nic = "eno1"; }; guests.a = { diskSize = "8g"; cpus = 255; }; }

    [out-of-range] guests.a.log.keep must be from 1 to 99, not 100
    - { host.nic = "eno1"; guests.a = { diskSize = "8g"; log.keep = 100; }; }
    + { host.nic = "eno1"; guests.a = { diskSize = "8g"; log.keep = 99; }; }

    [conflicting-keys] host.drain is only for fleets, but there is a single host
    - { host = { nic = "eno1"; drain = true; }; guests = { }; }
    + { host = { nic = "eno1"; }; guests = { }; }

    [conflicting-keys] guests.a.replicate sends the backups of the guest, but it has no backup
    - { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; }; }; }
    + { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }

    [conflicting-keys] guests.a.replicate: disk data has a path, so that it is not in backups
    - { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; disks.data.path = "/dev/sdb"; replicate = { to = "beta"; schedule = "hourly"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }
    + { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; disks.data = { path = "/dev/sdb"; readOnly = true; }; replicate = { to = "beta"; schedule = "hourly"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }

    [unusable-path] guests.a.replicate.sshKey: "/etc/a key" contains a blank or a character that has a meaning in unit files
    - { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; sshKey = "/etc/a key"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }
    + { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; sshKey = "/etc/a-key"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }

    [unusable-path] guests.a.replicate.sshKey: "/home/a/key" is in a directory that the unit does not see, or that everybody can read
    - { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; sshKey = "/home/a/key"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }
    + { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; sshKey = "/srv/home/key"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }

    [unused-keys] guests.a.replicate: the guest is on alpha itself, so that it is not replicated
    - { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "alpha"; schedule = "hourly"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }
    + { host = { nic = "eno1"; name = "alpha"; }; guests.a = { diskSize = "8g"; replicate = { to = "beta"; schedule = "hourly"; }; backup = { schedule = "daily"; directory = "/srv/backups"; }; }; }
    """#)
}
