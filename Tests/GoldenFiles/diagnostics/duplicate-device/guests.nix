{
  guests = {
    alice = { diskSize = "1g"; pci = [ "0000:01:00.0" ]; };
    bob = { diskSize = "1g"; pci = [ "0000:01:00.0" ]; };
  };
}
