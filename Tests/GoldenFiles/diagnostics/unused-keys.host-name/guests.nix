{
  networks.lan.uplink = "eno1";
  hosts.alpha = {
    host.name = "alpha";
    guests.web = {
      diskSize = "20g";
      sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
    };
  };
}
