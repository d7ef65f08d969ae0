{
  networks.lan.uplink = "eno1";
  defaults = {
    diskSize = "8g";
    install = "none";
  };
  hosts.alpha = {
    host.drain = true;
    guests.web = { };
  };
}
