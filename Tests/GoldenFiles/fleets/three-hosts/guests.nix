# Three hosts on one LAN; web and cache are wherever there is room.
{
  networks.lan.uplink = "eno1";
  defaults = {
    memory = "2g";
    diskSize = "20g";
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };

  hosts = {
    alpha = {
      host = {
        memory = "64g";
        cpus = 16;
      };
      guests.db.memory = "16g";
    };
    beta = {
      host = {
        memory = "32g";
        cpus = 8;
      };
      networks.lan = {
        uplink = "enp2s0";
        address = "192.168.1.3/24";
      };
    };
    gamma = {
      networks = {
        lan = null;
        lab = { };
      };
      guests.sandbox = { };
    };
  };

  guests = {
    web = {
      hosts = [
        "alpha"
        "beta"
      ];
      antiAffinity = [ "db" ];
    };
    cache = {
      hosts = [
        "alpha"
        "beta"
      ];
      affinity = [ "web" ];
    };
  };
}
