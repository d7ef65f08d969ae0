{
  guests = {
    alice = { diskSize = "1g"; vncDisplay = ":0"; };
    bob = { diskSize = "1g"; vncDisplay = "localhost:0"; };
    carol = { diskSize = "1g"; vncDisplay = "localhost:1"; };
  };
}
