{
  hosts = {
    alpha.guests.db = {
      diskSize = "8g";
      backup = {
        schedule = "daily";
        directory = "/srv/backups";
      };
      replicate = {
        to = "bet";
        schedule = "hourly";
      };
    };
    beta.host.memory = "8g";
  };
}
