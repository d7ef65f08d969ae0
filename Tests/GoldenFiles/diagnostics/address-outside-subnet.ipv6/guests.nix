{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; };
  guests.web = { diskSize = "10g"; interfaces = [ { network = "shop"; address6 = "fd79::20"; } ]; };
  networks.lan.uplink = "eno1";
  guests.db = { diskSize = "10g"; interfaces = [ { network = "lan"; address6 = "fd00::20"; gateway6 = "fd01::1"; } ]; };
}
