{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.alice = { iso = ./debian.iso; diskSize = "20g"; };
  guests.bob = { iso = ./debian.iso; diskSize = "20g"; vncDisplay = ":1"; };
}
