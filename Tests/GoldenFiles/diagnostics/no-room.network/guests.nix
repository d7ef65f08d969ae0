{
  defaults.diskSize = "8g";
  hosts = {
    alpha = {
      host.memory = "8g";
      networks.lan.uplink = "eno1";
    };
    beta = {
      host.memory = "8g";
      networks.dmz.uplink = "eno2";
    };
    gamma.host = {
      memory = "8g";
      drain = true;
    };
  };
  guests.web = { };
}
