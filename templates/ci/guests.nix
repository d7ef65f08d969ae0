{
  host = {
    # The network card that the guests share with the host. Not a Wi-Fi card.
    nic = "eno99";
    # Who may log in to the guests as root: put your own keys here.
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };

  guests = {
    alice = {
      memory = "1g";
      diskSize = "40g";
    };
    bob = {
      cpus = 2;
      memory = "2g";
      diskSize = "20g";
      vncDisplay = "localhost:1";
    };
  };
}
