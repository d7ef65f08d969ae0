{
  defaults.diskSize = "8g";
  hosts = {
    alpha.guests = {
      web-1.antiAffinity = [
        "web-1"
        "web-2"
      ];
      web-2 = { };
    };
    beta.guests.cache.affinity = [ "web-1" ];
  };
}
