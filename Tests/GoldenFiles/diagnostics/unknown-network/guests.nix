{
  networks.lab = { };
  guests.alice = { diskSize = "1g"; network = "lba"; };
}
