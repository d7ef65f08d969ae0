{
  # What counts for every host; what a host says itself comes first.

  # The network card that the guests share with their host. Not a Wi-Fi card.
  networks.lan.uplink = "enp0s31f6";

  defaults = {
    memory = "2g";
    diskSize = "20g";
    # Who may log in to the guests as root: put your own keys here.
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
    ];
  };

  hosts = {
    alpha = {
      # What the guests may have together: guests are placed by it.
      host = {
        memory = "32g";
        cpus = 8;
      };
      # A guest that is on alpha, whatever happens.
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
      # This host has another network card.
      networks.lan.uplink = "eno1";
    };
  };

  # These are on any of the hosts. nixvirt place finds one for each, once, and writes it to
  # guests.placement.nix.
  guests = {
    # Two that are never on one host.
    web-1.antiAffinity = [ "web-2" ];
    web-2 = { };
    # A guest that is where web-1 is.
    cache.affinity = [ "web-1" ];
    # A guest that is not on alpha.
    backup = {
      hosts = [
        "beta"
        "gamma"
      ];
      diskSize = "100g";
    };
  };
}
