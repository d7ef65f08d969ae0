{
  networks.lan.uplink = "eno1";
  defaults.diskSize = "8g";
  hosts = {
    alpha.guests.web.mac = "52:54:00:00:00:01";
    beta.guests.db.interfaces = [ { mac = "52:54:00:00:00:01"; } ];
  };
}
