{
  defaults.diskSize = "8g";
  hosts = {
    alpha = {
      host.zone = "rack-1";
      guests.web-1 = {
        antiAffinity = [ "web-2" ];
        spread = "zone";
      };
    };
    beta = {
      host.zone = "rack-1";
      guests.web-2 = { };
    };
  };
}
