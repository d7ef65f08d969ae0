{
  guests = {
    alice = { diskSize = "1g"; disks.data.path = "/dev/sdb"; };
    bob = { diskSize = "1g"; disks.data.path = "/dev/sdb"; };
  };
}
