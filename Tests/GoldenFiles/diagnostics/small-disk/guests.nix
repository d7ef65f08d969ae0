{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.alice.diskSize = "1g";
  guests.bob.diskSize = "4g";
  guests.carol = { diskSize = "1g"; install = "none"; };
}
