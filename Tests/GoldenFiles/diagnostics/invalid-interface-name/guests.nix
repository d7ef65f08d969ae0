{
  host.nic = "a/b";
  guests.alice = { diskSize = "1g"; netDevice = "a-name-that-is-too-long"; };
}
