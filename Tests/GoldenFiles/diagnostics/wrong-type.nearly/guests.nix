{
  guests.alice = {
    diskSize = "1.5g";
    image = "https://example.org/disk.qcow2";
    autostart = "yes";
    cpuQuota = 250;
    cpuPinning = [
      2
      3
    ];
    pci = [ "01:00.0" ];
    mac = "52-54-00-12-34-56";
    vncDisplay = 1;
    shutdownTimeout = "90s";
    network = [ "lan" ];
  };
  guests.bob = {
    iso = "https://example.org/install.iso";
  };
}
