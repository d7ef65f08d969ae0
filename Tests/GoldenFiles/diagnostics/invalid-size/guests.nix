{
  guests.alice = { diskSize = "0g"; memory = "lots"; memoryMax = "99999999999t"; };
}
