{
  host.nic = "enp0s31f6";
  guests.alice.diskSize = "40g";
}
