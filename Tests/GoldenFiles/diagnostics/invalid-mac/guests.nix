{
  host.nic = "eno1";
  guests.alice = { diskSize = "1g"; mac = "53:54:00:12:34:56"; };
}
