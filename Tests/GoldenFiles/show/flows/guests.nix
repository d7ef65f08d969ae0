{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks = {
    shop = {
      nat.subnet = "10.78.0.0/24";
      allow = [
        { from = "any"; to = "web"; tcp = [ 80 443 ]; }
        { from = "web"; to = "db"; tcp = [ 5432 ]; }
        { from = "host"; to = "db"; tcp = [ 22 ]; icmp = true; }
      ];
    };
    quiet.allow = [ ];
  };
  defaults.diskSize = "10g";
  guests = {
    web.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ];
    db.interfaces = [ { network = "shop"; address = "10.78.0.11"; } { network = "quiet"; } ];
  };
}
