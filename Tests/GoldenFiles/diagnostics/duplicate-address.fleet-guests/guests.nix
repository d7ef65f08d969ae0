{
  networks.lan.uplink = "eno1";
  defaults.diskSize = "10g";
  hosts = {
    alpha.guests.web.interfaces = [ { network = "lan"; address = "192.168.1.20/24"; } ];
    beta.guests.db.interfaces = [ { network = "lan"; address = "192.168.1.20/24"; } ];
  };
}
