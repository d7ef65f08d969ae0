{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  guests.alice.diskSize = "20g";
  guests.bob.diskSize = "20g";
}
