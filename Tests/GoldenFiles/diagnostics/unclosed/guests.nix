{
  guests = {
    alice = { diskSize = "1g"; };
