{
  host.stateDir = "var/lib";
  guests.alice = { diskSize = "1g"; shares.data.source = ./data; };
}
