# A shop behind the host with rules and forwarded ports, a router, and a bridge that the host has.
{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks = {
    shop = {
      domain = "shop.example";
      nat = {
        subnet = "10.78.0.0/24";
        forwards = [
          { port = 8080; to = "web"; toPort = 80; }
          { port = "6000-6009"; to = "web"; protocol = "udp"; }
        ];
      };
      allow = [
        { from = "any"; to = "web"; tcp = [ 80 "8000-8099" ]; }
        { from = "web"; to = "db"; tcp = [ 5432 ]; }
        { from = "host"; to = "db"; tcp = [ 22 ]; icmp = true; }
        { from = "db"; to = "any"; tcp = [ 443 ]; udp = [ 53 ]; }
      ];
    };
    wan = { uplink = "eno1"; dhcp = false; };
    given = { existing = true; bridge = "br-host"; };
  };
  guests = {
    web = { diskSize = "10g"; interfaces = [ { network = "shop"; address = "10.78.0.10"; } ]; };
    db = { diskSize = "10g"; interfaces = [ { network = "shop"; address = "10.78.0.11"; } { network = "given"; } ]; };
    lone = { diskSize = "10g"; network = "shop"; };
    router = { diskSize = "10g"; interfaces = [ { network = "wan"; spoofing = true; } ]; };
  };
}
