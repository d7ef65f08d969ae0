{
  host.nic = "eno1";
  guests = {
    alice = { diskSize = "1g"; mac = "52:54:00:12:34:56"; };
    bob = { diskSize = "1g"; mac = "52:54:00:12:34:56"; };
  };
}
