extension RuleCase {
  /// Keys, passwords, and what a guest cannot do without.
  static let logins = table(
    #"""
    [no-network] guests.a needs a network, but there is none
    - { guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { } ]; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; interfaces = [ { } ]; }; }

    [small-disk] guests.a.diskSize is 2047 MiB: NixOS needs more
    - { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a.diskSize = "2047m"; }
    + { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a.diskSize = "8g"; }

    [sample-key] this public key is the one in nixvirt's examples: nobody can log in with it
    - { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ]; }; guests.a.diskSize = "8g"; }
    + { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a.diskSize = "8g"; }

    [unused-keys] guests.a.sshKeys: nixvirt can install keys only in guests with NixOS or cloud-init
    - { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; }
    + { host.nic = "eno1"; guests.a = { install = "none"; diskSize = "8g"; }; }

    [no-login] nobody can log in to a: it has no SSH key and no password
    - { host.nic = "eno1"; guests.a.diskSize = "8g"; }
    + { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a.diskSize = "8g"; }

    [private-key] guests.a.sshKeys contains a private key, or part of one
    - { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a = { diskSize = "8g"; sshKeys = [ "-----BEGIN OPENSSH PRIVATE KEY-----" ]; }; }
    + { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a = { diskSize = "8g"; sshKeys = [ ]; }; }

    [private-key] guests.a.requires contains a private key, or part of one
    - { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a = { diskSize = "8g"; requires = [ "-----BEGIN OPENSSH PRIVATE KEY-----" ]; }; }
    + { host = { nic = "eno1"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; }; guests.a = { diskSize = "8g"; requires = [ ]; }; }

    [memory-exceeds-host] guests.a.memory is 7169 MiB, but the host has 7 GiB for guests (host.memory, host.reserve and host.memoryRatio)
    - { host = { nic = "eno1"; memory = "8g"; reserve = "1g"; }; guests.a = { install = "none"; diskSize = "8g"; memory = "7169m"; }; }
    + { host = { nic = "eno1"; memory = "8g"; reserve = "1g"; }; guests.a = { install = "none"; diskSize = "8g"; memory = "7g"; }; }
    """#)
}
