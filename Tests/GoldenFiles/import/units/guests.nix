{
  networks = {
    lan = {
      bridge = "br0";
      uplink = "eno1";
    };
  };
  guests = {
    web = {
      memory = "2g";
      cpus = 2;
      vncDisplay = ":3";
      disks = {
        root = {
          path = "/srv/vm/web.qcow2";
          format = "qcow2";
        };
      };
      netDevice = "tap-web";
      mac = "52:54:00:aa:bb:01";
    };
    db = {
      memory = "4g";
      cpus = {
        sockets = 1;
        cores = 2;
        threads = 2;
      };
      disks = {
        root = {
          path = "/dev/zvol/tank/db";
        };
        disk1 = {
          path = "/srv/vm/dump.img";
        };
      };
      interfaces = [
        {
          mac = "52:54:00:aa:bb:02";
          tap = "tap-db0";
        }
        { tap = "tap-db1"; }
      ];
      pci = [ "0000:01:00.0" ];
      autostart = false;
    };
  };
}
