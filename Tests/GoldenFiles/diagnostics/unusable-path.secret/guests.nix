{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  };
  guests.db = {
    diskSize = "8g";
    secrets = {
      password = "/nix/store/ingkh8rk8pq06fnnfl8ipsya75ir2d4f-secrets/db";
      token = "/var/lib/guests/db/token";
    };
  };
}
