{
  hosts = {
    alpha.host = {
      memory = "8g";
      tags = [ "ssd" ];
    };
    beta.host.memory = "8g";
  };
  guests.web = {
    diskSize = "8g";
    hosts = [ "@sdd" ];
  };
}
