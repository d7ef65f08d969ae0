{
  guests.alice = { diskSize = "1g"; restart = "onfailure"; };
}
