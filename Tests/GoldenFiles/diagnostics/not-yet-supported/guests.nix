{
  guests.alice = {
    diskSize = "1g";
    tpm = true;
    firmware = "uefi";
    disks.data.size = "1g";
    shares.data.source = "/srv";
  };
}
