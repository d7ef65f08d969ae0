{
  host = {
    # The host's network card, from: ip -brief link. Not a Wi-Fi card.
    nic = "eno99";
    # These keys may log in to the guests as root. Replace them with your own.
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
