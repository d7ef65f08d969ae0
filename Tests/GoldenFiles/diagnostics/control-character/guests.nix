{
  guests.alice = { diskSize = "1g"; extraArgs = [ "-name\nx" ]; };
}
