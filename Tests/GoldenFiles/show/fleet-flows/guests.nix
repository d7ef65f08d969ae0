{
  networks.shop = {
    nat.subnet = "10.78.0.0/24";
    allow = [
      { from = "any"; to = "web"; tcp = [ 443 ]; }
      { from = "shop"; to = "db"; tcp = [ 5432 ]; }
    ];
  };
  defaults = {
    diskSize = "10g";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
  hosts = {
    alpha.guests.web.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ];
    beta.guests.db.interfaces = [ { network = "shop"; address = "10.78.0.11"; } ];
  };
}
