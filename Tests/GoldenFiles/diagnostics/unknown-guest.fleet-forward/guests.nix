{
  networks.shop.nat = {
    subnet = "10.78.0.0/24";
    forwards = [
      { port = 80; to = "wbe"; }
      { port = 5432; to = "db"; }
    ];
  };
  defaults.diskSize = "10g";
  hosts = {
    alpha.guests.web.interfaces = [ { network = "shop"; address = "10.78.0.10"; } ];
    beta.guests.db.interfaces = [ { network = "shop"; address = "10.78.0.11"; } ];
  };
}
