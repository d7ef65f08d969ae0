{
  host.nic = "eno1"
  guests.alice.diskSize = "1g";
  guests.bob.diskSize = "2g"
}
