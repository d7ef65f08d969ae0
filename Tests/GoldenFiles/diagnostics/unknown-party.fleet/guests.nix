{
  networks.shop = {
    nat.subnet = "10.78.0.0/24";
    allow = [
      { from = "wbe"; to = "db"; tcp = [ 5432 ]; }
      { from = "web"; to = "db"; tcp = [ 22 ]; }
    ];
  };
  defaults.diskSize = "10g";
  hosts = {
    alpha.guests.web.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ];
    beta.guests.db.interfaces = [ { network = "shop"; address = "10.78.0.11"; } ];
  };
}
