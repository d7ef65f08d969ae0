# Both firmwares.
{
  host.nic = "eno1";
  guests = {
    new = {
      firmware = "uefi";
      diskSize = "10g";
    };
    old.diskSize = "10g";
  };
}
