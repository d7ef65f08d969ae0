{
  networks = {
    a.nat.subnet = "10.0.0.0/16";
    b.nat.subnet = "10.0.3.0/24";
  };
  guests.alice.diskSize = "1g";
}
