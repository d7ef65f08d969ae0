# Guests that boot from the host's store, beside an installed one.
{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  };
  guests = {
    plain = {
      install = "store";
      diskSize = "4g";
    };
    web = {
      install = "store";
      diskSize = "8g";
      nixos.modules = [ ./web.nix ];
      disks.data.size = "100g";
      secrets = {
        "passwd.hashed-password.root" = "/var/lib/secrets/web-root";
        ssh-host-key = "/var/lib/secrets/web-ssh";
      };
    };
    build = {
      install = "store";
      diskSize = "40g";
      nixos.writableStore = true;
      restartOn = "never";
      firmware = "uefi";
      vsock = true;
    };
    installed.diskSize = "20g";
  };
}
