{
  host.nic = "wlp2s0";
  guests.alice.diskSize = "1g";
}
