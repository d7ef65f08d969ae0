{
  networks.lan.uplink = "eno1";
  defaults.diskSize = "8g";
  hosts = {
    alpha = {
      host = {
        memory = "16g";
        cpus = 4;
        tags = [
          "ssd"
          "rack-1"
        ];
      };
      guests.web.tags = [ "front" ];
    };
    beta = {
      host = {
        memory = "16g";
        cpus = 4;
        drain = true;
        zone = "rack-1";
      };
      guests.db = { };
    };
  };
}
