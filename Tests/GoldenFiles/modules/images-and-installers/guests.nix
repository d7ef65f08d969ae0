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
