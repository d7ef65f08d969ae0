{
  networks.lab.nat.dhcp.start = 192.168.100.50;
  guests.alice = {
    memory = 1g;
    diskSize = "20g";
  };
}
