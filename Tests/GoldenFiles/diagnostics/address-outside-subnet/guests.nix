{
  networks.lan.nat = {
    subnet = "10.0.0.0/24";
    dhcp = { start = "10.0.1.5"; end = "10.0.0.255"; };
  };
  guests.alice.diskSize = "1g";
}
