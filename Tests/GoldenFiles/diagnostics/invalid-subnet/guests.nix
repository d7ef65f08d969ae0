{
  networks = {
    a.nat.subnet = "10.0.0.1/24";
    b.nat.subnet = "10.0.0.0/30";
    c.nat.subnet = "ten";
  };
  guests.alice.diskSize = "1g";
}
