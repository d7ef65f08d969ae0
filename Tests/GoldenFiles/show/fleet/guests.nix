# Hosts with one LAN and its VLAN; gamma has neither, and does not say what it has.
{
  networks = {
    lan.uplink = "eno1";
    storage = {
      uplink = "eno1";
      vlan = 20;
      dhcp = false;
    };
  };
  defaults.diskSize = "20g";

  hosts = {
    alpha = {
      host = {
        memory = "64g";
        cpus = 16;
      };
      networks.lab.nat.subnet = "10.9.1.0/24";
      guests = {
        db = {
          memory = "16g";
          cpus = 4;
          interfaces = [
            { network = "lan"; }
            { network = "storage"; }
          ];
        };
        end = {
          memory = "2g";
          network = "lab";
          vncDisplay = "localhost:1";
        };
      };
    };
    "beta.example.org" = {
      host = {
        name = "beta";
        memory = "32g";
        cpus = 8;
      };
      networks.lan = {
        bridge = "vbridge0";
        uplink = "enp2s0";
        address = "192.168.1.3/24";
      };
      networks.lab = { };
      guests = {
        web = {
          memory = "4g";
          network = "lan";
        };
        a-guest-with-a-name-as-long-as-it-may-be-for-a-host-of-the-net = {
          memory = "3g";
          cpus = 8;
          network = "lab";
          autostart = false;
        };
      };
    };
    gamma.networks = {
      lan = null;
      storage = null;
    };
  };
}
