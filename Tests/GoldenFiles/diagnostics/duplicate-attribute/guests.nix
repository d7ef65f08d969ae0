{
  guests.alice.diskSize = "1g";
  guests = {
    alice = { diskSize = "2g"; };
  };
  host.name = "a";
  host = { name = "b"; };
}
