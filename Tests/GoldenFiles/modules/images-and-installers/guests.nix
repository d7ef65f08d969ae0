# Every way in which a root disk comes to be.
{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  };
  guests = {
    cloud = {
      image = ./cloud.img;
      diskSize = "20g";
    };
    copied = {
      image = "/srv/images/small.qcow2";
      userData = ./user-data.yaml;
    };
    fetched = {
      image = {
        url = "https://cloud.example.org/images/debian-13-generic-amd64.qcow2";
        hash = "sha256-LPJNulYlQbNRE4iKw7gsT0nYKCoRQLzgcNiyvPGWm+g=";
      };
    };
    named = {
      iso = {
        url = "https://cloud.example.org/a%20b.iso?mirror=1";
        hash = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
      };
      diskSize = "10g";
      vncDisplay = ":4";
    };
    desktop = {
      memory = "4g";
      iso = "/srv/images/installer.iso";
      diskSize = "40g";
      vncDisplay = "unix:/run/guests/desktop/vnc.sock";
    };
    nixos.diskSize = "20g";
    web = {
      diskSize = "20g";
      nixos.modules = [
        ./web.nix
        ./common
      ];
      vncDisplay = ":3";
    };
    blank = {
      install = "none";
      disks = {
        root = {
          size = "10g";
          format = "raw";
        };
        data.size = "100g";
      };
    };
    moved = {
      install = "none";
      disks = {
        root.path = "/dev/disk/by-id/ata-Moved_1";
        iso = {
          path = "/srv/images/a, b.iso";
          readOnly = true;
        };
      };
    };
  };
}
