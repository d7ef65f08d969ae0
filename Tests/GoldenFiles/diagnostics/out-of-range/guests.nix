{
  guests.alice = { diskSize = "1g"; cpus = 0; shutdownTimeout = -5; };
}
