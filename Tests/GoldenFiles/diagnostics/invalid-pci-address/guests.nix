{
  guests.alice = { diskSize = "1g"; pci = [ "01:00.0" ]; };
}
