{
  guests.alice = { memory = 512; diskSize = "40"; };
}
