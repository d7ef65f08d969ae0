{
  hosts.alpha = { };
  guests.web = {
    diskSize = "8g";
    hosts = [ "alhpa" ];
  };
}
