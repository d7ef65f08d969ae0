{
  host = {
    system = "aarch64-linux";
    nic = "eth0";
  };
  guests.pi = {
    diskSize = "10g";
    vncDisplay = ":1";
  };
}
