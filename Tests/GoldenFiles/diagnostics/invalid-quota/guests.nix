{
  guests.alice = { diskSize = "1g"; cpuQuota = "half"; };
}
