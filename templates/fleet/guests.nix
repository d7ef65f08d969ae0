{
  # Settings of every host. A host's own settings take precedence.

  # The hosts' network card, from: ip -brief link. Not a Wi-Fi card.
  networks.lan.uplink = "eno99";

  defaults = {
    memory = "2g";
    diskSize = "20g";
    # These keys may log in to the guests as root. Replace them with your own.
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };

  hosts = {
    alpha = {
      # nixvirt place never puts more guests on a host than its memory allows.
      host = {
        memory = "32g";
        cpus = 8;
      };
      # This guest always runs on alpha.
      guests.db = {
        cpus = 4;
        memory = "8g";
        disks.data.size = "200g";
      };
    };
    beta.host = {
      memory = "16g";
      cpus = 8;
    };
    gamma = {
      host = {
        memory = "16g";
        cpus = 4;
      };
      # This host has a different network card.
      networks.lan.uplink = "eno1";
    };
  };

  # These guests can run on any host. nixvirt place chooses one for each and writes it to
  # guests.placement.nix.
  guests = {
    # These two never run on the same host.
    web-1.antiAffinity = [ "web-2" ];
    web-2 = { };
    # This guest runs on the same host as web-1.
    cache.affinity = [ "web-1" ];
    # This guest never runs on alpha.
    backup = {
      hosts = [
        "beta"
        "gamma"
      ];
      diskSize = "100g";
    };
  };
}
