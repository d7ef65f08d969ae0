{
  host.cpus = 2;
  guests.alice = { diskSize = "1g"; cpus = 4; cpuPinning = "0-2"; };
}
