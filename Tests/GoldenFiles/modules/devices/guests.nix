# What a guest may be given of the host.
{
  host = {
    nic = "eno1";
    stateDir = "/srv/guests";
  };
  guests = {
    all = {
      memory = "2g";
      diskSize = "10g";
      disks = {
        media = {
          path = "/dev/disk/by-id/usb-Media_1";
          readOnly = true;
        };
        old.path = "/srv/images/100% old.raw";
        scratch.size = "5g";
      };
      shares = {
        data = {
          source = "/srv/data";
          target = "/mnt/my data";
        };
        music = {
          source = "/home/me/Music";
          readOnly = true;
        };
      };
      pci = [
        "0000:01:00.0"
        { address = "0000:02:00.0"; romFile = "/srv/roms/card,1.rom"; }
      ];
      usb = [ "046d:0825" { port = "1-2.3"; } { serial = "FT:4_2.X-1"; } ];
      tpm = true;
      ready = true;
      memoryMax = "3g";
      vncDisplay = "localhost:1";
    };
    plain.diskSize = "10g";
  };
}
