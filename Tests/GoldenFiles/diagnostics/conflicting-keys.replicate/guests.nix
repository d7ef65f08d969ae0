{
  host.name = "alpha";
  guests.db = {
    diskSize = "8g";
    disks.data.path = "/dev/zvol/tank/db";
    replicate = {
      to = "beta";
      schedule = "hourly";
    };
  };
}
