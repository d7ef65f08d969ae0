{
  host.memory = "4g";
  guests = {
    alice = { diskSize = "1g"; memory = "3g"; };
    bob = { diskSize = "1g"; memory = "3g"; };
  };
}
