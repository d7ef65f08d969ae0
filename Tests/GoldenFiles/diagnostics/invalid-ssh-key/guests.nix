{
  host.sshKeys = [
    "me@laptop"
    "ssh-ed25519"
    "ssh-ed25519 not-base64!"
    "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEh"
  ];
  guests.alice.diskSize = "1g";
}
