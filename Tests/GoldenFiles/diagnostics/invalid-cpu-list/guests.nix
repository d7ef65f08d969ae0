{
  guests.alice = { diskSize = "1g"; cpuPinning = "3-1"; };
}
