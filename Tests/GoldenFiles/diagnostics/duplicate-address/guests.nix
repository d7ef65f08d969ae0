{
  networks.lan = { uplink = "eno1"; address = "192.168.1.2/24"; };
  hosts = {
    alpha.guests.web.diskSize = "8g";
    beta.networks.lan.address = "192.168.1.3/24";
    gamma.guests = { };
  };
}
