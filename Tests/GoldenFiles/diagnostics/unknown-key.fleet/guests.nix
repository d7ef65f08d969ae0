{
  networks.lan.uplik = "eno1";
  hosts = {
    alpha.guest.web.diskSize = "8g";
    beta.guests.db.memory = 4;
  };
}
