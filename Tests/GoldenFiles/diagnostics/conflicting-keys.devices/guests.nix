{
  host.nic = "eno1";
  guests = {
    alice = {
      diskSize = "10g";
      memory = "1000001k";
      hugepages = true;
      vncDisplay = "localhost:1";
      pci = [ { address = "0000:01:00.0"; primaryDisplay = true; } { address = "0000:02:00.0"; primaryDisplay = true; } ];
      usb = [ { } { port = "1-2"; serial = "A"; } ];
      requires = [ "qemu-guest-bob.service" ];
    };
  };
}
