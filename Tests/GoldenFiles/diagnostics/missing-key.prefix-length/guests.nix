{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.lan.uplink = "eno1";
  guests.web = { diskSize = "10g"; interfaces = [ { network = "lan"; address = "192.168.1.20"; } ]; };
}
