// Made from templates/home-lab: UPDATE_GOLDEN=1 swift test.

extension Template {
  static let homeLab = Template(
    name: "home-lab",
    files: [
      File(
        path: "README.md",
        text: ##"""
          # Guests of the home lab

          nixvirt generates `virtual.nix` from `guests.nix`. After every change of `guests.nix`:

              nixvirt generate guests.nix -o virtual.nix
              sudo nixos-rebuild switch

          Commit both files, so that a review shows the change of the description and its effect. To see the
          effect of a change before you write the module:

              nixvirt diff guests.nix virtual.nix

          """##),
      File(
        path: "configuration.nix",
        text: ##"""
          # The part of a host's configuration that its guests need. Add the import to your own
          # configuration.nix.
          {
            imports = [
              # Generated from guests.nix by: nixvirt generate guests.nix -o virtual.nix
              ./virtual.nix
            ];
          }

          """##),
      File(
        path: "guests.nix",
        text: ##"""
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

          """##),
    ])
}
