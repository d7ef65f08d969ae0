{
  host = {
    nic = "enp0s31f6";
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };
  guests = {
    # Mail and calendar.
    alice = {
      memory = "1g";
      diskSize = "40g";
      vncDisplay = "localhost:1";
      netDevice = "tap0";
    };
    bob = {
      memory = "1g";
      diskSize = "20g";
      vncDisplay = "localhost:2";
      netDevice = "tap1";
    };
  };
}
