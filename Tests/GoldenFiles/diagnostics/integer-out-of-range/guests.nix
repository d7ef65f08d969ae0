{
  guests.alice.cpus = 9223372036854775808;
}
