# A network of each kind, guests in several of them, texts that formats have to escape.
{
  host = {
    name = "castle";
    cpus = 8;
    memory = "32g";
  };
  networks = {
    lan = {
      uplink = "enp0s31f6";
      vlan = 5;
    };
    dmz = {
      uplink = "enp1s0";
      address = "10.1.0.2/24";
    };
    nat.nat = {
      subnet = "192.168.100.0/24";
      dhcp = {
        start = "192.168.100.10";
        end = "192.168.100.99";
      };
      externalInterface = "enp0s31f6";
    };
    lab.address = "10.9.0.1/24";
  };
  guests = {
    router = {
      cpus = 2;
      memory = "512m";
      diskSize = "4g";
      interfaces = [
        { network = "lan"; }
        { network = "dmz"; }
        { network = "lab"; }
      ];
    };
    web = {
      memory = "2g";
      diskSize = "20g";
      network = "dmz";
      after = [
        "router"
        "db"
      ];
    };
    db = {
      cpus = 4;
      memory = "8g";
      diskSize = "20g";
      disks.data.size = "1t";
      disks.log.path = "/dev/disk/by-id/ata-<disk> & \"co\"";
      interfaces = [
        { network = "dmz"; }
        { network = "lab"; }
      ];
    };
    a-guest-with-a-name-as-long-as-it-may-be-for-a-host-of-the-net = {
      memory = "1g";
      diskSize = "10g";
      network = "nat";
      vncDisplay = "unix:/run/guests/a-guest-with-a-name-as-long-as-it-may-be-for-a-host-of-the-net/a<b>&\"c\"|#d;e\\f.vnc";
      autostart = false;
    };
    alone = {
      diskSize = "1g";
      interfaces = [ ];
      vncDisplay = "localhost:3";
    };
  };
}
