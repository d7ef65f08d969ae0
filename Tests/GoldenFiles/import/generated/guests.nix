{
  host = {
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };
  networks = {
    lab = {
      address = "10.9.0.1/24";
    };
    lan = {
      bridge = "br0";
      uplink = "eno1";
      address = "192.168.1.2/24";
      mtu = 9000;
    };
  };
  guests = {
    db = {
      cpus = {
        sockets = 1;
        cores = 2;
        threads = 2;
      };
      memory = "4g";
      diskSize = "100g";
      interfaces = [
        {
          network = "lan";
          tap = "tap-db";
          mac = "52:54:00:aa:bb:cc";
        }
        {
          network = "lab";
          tap = "db-lab";
          mac = "52:54:00:4f:a3:49";
        }
      ];
      sshKeys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDDYg9ajmlAb3pvLtjZLKouW/o3SesVmalKhADFodriTa2plr+f4IbDwB0nuzHSk76k0OwrIuijmKZ39bnW3be+k2eKavttnsISiritavUeMVzl65YOFyqzCe9Tj4jdaS74sny11RrDjWUuql4lQpB2OdsQINsDjdxhKEvzWabj2AHrV2gJSXGodEtBkb0lOaITGgUUXmlBgWeSP8G3wJVLjSGnTvZWT4ZGl4kmuIH16HcAWDImCSYUU4GBSa0rxVIDn5nwl0YRxyaw8P5p68/kx4PgZRJmPm09bF/osjqGbVbBgQvkIkyEt2sFuzRDDBKrHxNxpCPv5XNQeNJQj1HD"
      ];
      shutdownTimeout = 300;
      restart = "always";
      restartOn = "never";
      cpuPinning = "0-3,7";
      cpuQuota = "150%";
      memoryMax = "5g";
      extraArgs = [
        "-device"
        "virtio-gpu-pci,id=a"
        "-fw_cfg"
        "name=opt/x,string=it's %h \${dollar} \"quoted\""
      ];
    };
    plain = {
      cpus = 1;
      memory = "512m";
      diskSize = "5g";
      interfaces = [
        {
          network = "lan";
          tap = "tap-plain";
          mac = "52:54:00:e2:e0:49";
        }
      ];
      shutdownTimeout = 30;
      restart = "on-failure";
    };
    web = {
      cpus = 1;
      memory = "512m";
      diskSize = "10g";
      interfaces = [
        {
          network = "lab";
          tap = "tap-web";
          mac = "52:54:00:f6:a1:d4";
        }
      ];
      vncDisplay = "0.0.0.0:7";
      shutdownTimeout = 30;
      restart = "on-failure";
      autostart = false;
      after = [ "db" ];
    };
  };
}
