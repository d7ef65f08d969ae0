// Made from templates/flake: UPDATE_GOLDEN=1 swift test.

extension Template {
  static let flake = Template(
    name: "flake",
    files: [
      File(
        path: "README.md",
        text: ##"""
          # A host with guests

          nixvirt generates `virtual.nix` from `guests.nix`. After every change of `guests.nix`:

              nixvirt generate guests.nix -o virtual.nix
              git add guests.nix virtual.nix
              sudo nixos-rebuild switch --flake .#castle

          A flake sees only files that git tracks, so `git add` must come before the rebuild.

          """##),
      File(
        path: "configuration.nix",
        text: ##"""
          # The host. nixos-generate-config writes hardware-configuration.nix.
          {
            imports = [ ./hardware-configuration.nix ];

            boot.loader.systemd-boot.enable = true;
            boot.loader.efi.canTouchEfiVariables = true;

            networking.hostName = "castle";
            services.openssh.enable = true;

            # The release that the host was installed with. Do not change it in an upgrade.
            system.stateVersion = "26.05";
          }

          """##),
      File(
        path: "flake.nix",
        text: ##"""
          {
            description = "A NixOS host with guests";

            inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

            # nixvirt generates virtual.nix from guests.nix. Both are committed, so nixvirt is not an input.
            outputs =
              { nixpkgs, ... }:
              {
                nixosConfigurations.castle = nixpkgs.lib.nixosSystem {
                  system = "x86_64-linux";
                  modules = [
                    ./configuration.nix
                    ./virtual.nix
                  ];
                };
              };
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
