# Everything that is compiled today.
{
  host = {
    name = "castle";
    system = "x86_64-linux";
    accel = "tcg";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
    stateDir = "/var/lib/machines/guests";
    memory = "16g";
    cpus = 8;
    maxStarts = 3;
    restartPending = "Sun 03:00";
  };
  networks = {
    lan = {
      bridge = "br0";
      uplink = "eno1";
      address = "192.168.1.2/24";
      mtu = 9000;
    };
    lab = { address = "10.9.0.1/24"; };
  };
  defaults.shutdownTimeout = 30;
  guests = {
    db = {
      cpus = { sockets = 1; cores = 2; threads = 2; };
      memory = "4GiB";
      diskSize = "100g";
      interfaces = [
        { network = "lan"; mac = "52:54:00:aa:bb:cc"; }
        { network = "lab"; tap = "db-lab"; }
      ];
      sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDDYg9ajmlAb3pvLtjZLKouW/o3SesVmalKhADFodriTa2plr+f4IbDwB0nuzHSk76k0OwrIuijmKZ39bnW3be+k2eKavttnsISiritavUeMVzl65YOFyqzCe9Tj4jdaS74sny11RrDjWUuql4lQpB2OdsQINsDjdxhKEvzWabj2AHrV2gJSXGodEtBkb0lOaITGgUUXmlBgWeSP8G3wJVLjSGnTvZWT4ZGl4kmuIH16HcAWDImCSYUU4GBSa0rxVIDn5nwl0YRxyaw8P5p68/kx4PgZRJmPm09bF/osjqGbVbBgQvkIkyEt2sFuzRDDBKrHxNxpCPv5XNQeNJQj1HD" ];
      shutdownTimeout = 300;
      restart = "always";
      hardwareVersion = 1;
      restartOn = "never";
      cpuPinning = "0-3,7";
      cpuQuota = "150%";
      memoryMax = "5g";
      cpuWeight = 200;
      oomScoreAdjust = -500;
      hugepages = true;
      lockMemory = true;
      autoResume = true;
      guestAgent = true;
      log = { maxSize = "1m"; keep = 9; };
      backup = { schedule = "Sun 03:00"; directory = "/srv/backups"; keep = { count = 7; days = 60; }; };
      replicate = { to = "standby"; schedule = "hourly"; sshKey = "/etc/nixvirt/replication-key"; };
      tags = [ "large" ];
      snapshot = { beforeRestart = true; keep = 5; };
      requires = [ "local-fs.target" "dev-disk-by\\x2dlabel-data.device" ];
      extraArgs = [ "-device" "virtio-gpu-pci,id=a" "-fw_cfg" "name=opt/x,string=it's %h \${dollar} \"quoted\"" ];
    };
    web = {
      diskSize = "10g";
      after = [ "db" ];
      autostart = false;
      network = "lab";
      vncDisplay = "0.0.0.0:7";
    };
    plain.diskSize = "5g";
  };
}
