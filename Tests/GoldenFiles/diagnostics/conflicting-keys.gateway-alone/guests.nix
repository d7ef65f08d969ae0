{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.lan = { uplink = "eno1"; address = "192.168.1.2/24"; };
  guests.web = { diskSize = "10g"; interfaces = [ { gateway = "192.168.1.1"; } ]; };
}
