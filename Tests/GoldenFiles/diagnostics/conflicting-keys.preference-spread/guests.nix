{
  hosts.alpha = {
    host.memory = "8g";
    guests = {
      db.diskSize = "8g";
      web = {
        diskSize = "8g";
        prefer = [
          {
            affinity = [ "db" ];
            spread = "zone";
          }
        ];
      };
    };
  };
}
