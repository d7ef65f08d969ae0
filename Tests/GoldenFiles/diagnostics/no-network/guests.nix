{
  guests.alice = { diskSize = "1g"; netDevice = "tap0"; };
}
