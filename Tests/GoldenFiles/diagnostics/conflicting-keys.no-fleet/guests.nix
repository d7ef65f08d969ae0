{
  guests.web = {
    diskSize = "8g";
    hosts = [ "alpha" ];
    antiAffinity = [ "db" ];
  };
}
