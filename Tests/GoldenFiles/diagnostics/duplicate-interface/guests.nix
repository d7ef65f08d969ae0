{
  networks = { lan.bridge = "br0"; lab.bridge = "br0"; };
  guests.alice = { diskSize = "1g"; network = "lan"; netDevice = "br0"; };
}
