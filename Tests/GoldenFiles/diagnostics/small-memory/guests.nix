{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.alice = { diskSize = "20g"; memory = "1m"; };
  guests.bob = { diskSize = "20g"; memory = "64m"; install = "none"; };
  guests.carol = { diskSize = "20g"; memory = "767m"; };
  guests.dave = { diskSize = "20g"; memory = "768m"; };
  guests.erin = { diskSize = "20g"; memory = "256m"; install = "store"; };
}
