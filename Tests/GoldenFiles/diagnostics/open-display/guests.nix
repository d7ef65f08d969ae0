{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.alice = { diskSize = "20g"; vncDisplay = "0.0.0.0:1"; };
  guests.bob = { diskSize = "20g"; vncDisplay = "[::1]:2"; };
}
