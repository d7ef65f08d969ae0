{
  host.nic = "eno1";
  hosts.alpha.guests.web = {
    diskSize = "8g";
    hosts = [ "alpha" ];
  };
}
