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
  };
}
