{
  guests.alice = { diskSize = "1g"; vncDisplay = "localhost:99999"; };
}
