{
  guests.alice.diskSize = "ÿ";
}
