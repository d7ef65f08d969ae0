{
  networks.lan.uplink = "eno1";
  defaults.diskSize = "8g";
  hosts = {
    alpha = {
      host = {
        memory = "8g";
        cpus = 4;
      };
      guests.db.memory = "6g";
    };
    beta = {
      host.memory = "16g";
      networks.lan = null;
    };
    gamma = { };
    delta = {
      host.memory = "64g";
      guests.web-1.memory = "1g";
    };
    epsilon.host = {
      memory = "64g";
      cpus = 2;
    };
  };
  guests.web-2 = {
    memory = "4g";
    cpus = 4;
    network = "lan";
    antiAffinity = [ "web-1" ];
  };
}
