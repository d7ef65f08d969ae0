{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  };
  guests.db = {
    diskSize = "8g";
    ready = true;
    secrets."vmm.notify_socket" = "/var/lib/secrets/db";
  };
}
