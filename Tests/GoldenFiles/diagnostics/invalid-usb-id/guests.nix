{
  guests.alice = { diskSize = "1g"; usb = [ "046d" ]; };
}
