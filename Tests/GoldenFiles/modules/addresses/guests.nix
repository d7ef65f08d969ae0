# Fixed addresses of guests on a LAN and behind the host, IPv6, and another model of network card.
{
  host = {
    name = "castle";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
  networks = {
    lan.uplink = "eno1";
    shop.nat = { subnet = "10.78.0.0/24"; subnet6 = "fd78::/64"; };
    spare.nat = { subnet = "10.80.0.0/23"; ipv6 = true; };
    still.nat = { subnet = "10.79.0.0/24"; dhcp = false; };
  };
  guests = {
    cloud = {
      image = "/srv/debian.qcow2";
      interfaces = [
        {
          network = "lan"; address = "192.168.1.20/24"; address6 = "fd00:1::20";
          gateway = "192.168.1.1"; gateway6 = "fe80::1"; nameservers = [ "192.168.1.1" "fd00:1::1" ];
        }
        { network = "shop"; address = "10.78.0.20"; }
      ];
    };
    nix = {
      diskSize = "10g";
      interfaces = [ { network = "lan"; address = "192.168.1.21/24"; address6 = "fd00:1::21"; gateway = "192.168.1.1"; } ];
    };
    store = {
      install = "store";
      diskSize = "10g";
      interfaces = [ { network = "still"; address = "10.79.0.20"; nameservers = [ "9.9.9.9" ]; } ];
    };
    web = { diskSize = "10g"; interfaces = [ { network = "shop"; address = "10.78.0.10"; address6 = "fd78::10"; } ]; };
    win = {
      install = "none"; diskSize = "60g";
      interfaces = [ { network = "lan"; model = "e1000e"; } ];
    };
  };
}
