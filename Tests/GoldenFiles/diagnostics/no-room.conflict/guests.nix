{
  networks.lan.uplink = "eno1";
  defaults.diskSize = "8g";
  hosts = {
    alpha.host.memory = "8g";
    beta.host.memory = "8g";
  };
  guests = {
    web = {
      after = [ "db" ];
      vncDisplay = "localhost:1";
    };
    db.vncDisplay = "localhost:1";
  };
}
