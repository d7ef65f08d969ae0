{
  networks.lan.address = "192.168.1.256/24";
  guests.alice.diskSize = "1g";
}
