{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.shop.nat = { subnet = "10.78.0.0/24"; };
  guests.web = { diskSize = "10g"; interfaces = [ { network = "shop"; address = "10.78.0.20"; gateway = "10.78.0.1"; } ]; };
  networks.lan.uplink = "eno1";
  guests.db = { diskSize = "10g"; interfaces = [ { network = "lan"; address = "192.168.1.20/24"; gateway6 = "fe80::1"; } ]; };
}
