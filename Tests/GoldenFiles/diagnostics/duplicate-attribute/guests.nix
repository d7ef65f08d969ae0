{
  guests.alice.diskSize = "1g";
  guests = {
    alice = { };
  };
  host = { };
  host = { };
}
