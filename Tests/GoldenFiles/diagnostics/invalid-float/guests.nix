{
  guests.alice.cpus = 1.0e999;
}
