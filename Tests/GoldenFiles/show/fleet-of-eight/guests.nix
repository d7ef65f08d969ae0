# Generated: eight hosts of one kind, with 36 guests.
{
  networks = {
    lan.uplink = "enp1s0";
    storage = { uplink = "enp2s0"; vlan = 20; };
  };
  defaults.diskSize = "20g";
  hosts = {
    node-1 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        cache-01 = { cpus = 4; memory = "2g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        ci-02 = { cpus = 4; memory = "8g"; };
        mail-03 = { cpus = 4; memory = "1g"; };
        git-04 = { cpus = 1; memory = "8g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        ci-05 = { cpus = 4; memory = "2g"; };
        cache-06 = { cpus = 4; memory = "8g"; };
      };
    };
    node-2 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        git-07 = { cpus = 4; memory = "8g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        db-08 = { cpus = 4; memory = "2g"; };
        cache-09 = { cpus = 4; memory = "2g"; };
      };
    };
    node-3 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        web-10 = { cpus = 4; memory = "8g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        mail-11 = { cpus = 1; memory = "1g"; };
        cache-12 = { cpus = 4; memory = "1g"; };
        ci-13 = { cpus = 1; memory = "4g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        db-14 = { cpus = 4; memory = "8g"; };
      };
    };
    node-4 = {
      host = { memory = "64g"; cpus = 16; };
      networks.storage = null;
      guests = {
        mail-15 = { cpus = 2; memory = "8g"; };
        mail-16 = { cpus = 4; memory = "8g"; };
      };
    };
    node-5 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        cache-17 = { cpus = 2; memory = "1g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        build-18 = { cpus = 1; memory = "8g"; };
        cache-19 = { cpus = 2; memory = "8g"; };
        web-20 = { cpus = 4; memory = "4g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        db-21 = { cpus = 4; memory = "8g"; };
        git-22 = { cpus = 2; memory = "8g"; };
        git-23 = { cpus = 1; memory = "4g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        mail-24 = { cpus = 1; memory = "4g"; };
        git-25 = { cpus = 4; memory = "2g"; };
      };
    };
    node-6 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        mail-26 = { cpus = 2; memory = "1g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
        mail-27 = { cpus = 4; memory = "2g"; };
        mail-28 = { cpus = 4; memory = "4g"; };
        ci-29 = { cpus = 1; memory = "1g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
      };
    };
    node-7 = {
      host = { memory = "64g"; cpus = 16; };
      guests = {
        db-30 = { cpus = 4; memory = "8g"; interfaces = [ { network = "lan"; } { network = "storage"; } ]; };
      };
    };
    node-8 = {
      host = { memory = "64g"; cpus = 16; };
      networks.storage = null;
      guests = {
        build-31 = { cpus = 2; memory = "1g"; };
        db-32 = { cpus = 1; memory = "1g"; };
        ci-33 = { cpus = 2; memory = "8g"; };
        web-34 = { cpus = 1; memory = "1g"; };
        git-35 = { cpus = 4; memory = "1g"; };
        db-36 = { cpus = 4; memory = "4g"; };
      };
    };
  };
}
