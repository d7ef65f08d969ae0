// Made from templates/: UPDATE_GOLDEN=1 swift test.

extension Template {
  /// All starters, by name.
  static let all = [
    Template(
      name: "ci",
      files: [
        File(
          path: ".github/workflows/nixvirt.yml",
          text: ##"""
            # Checks the description, and that virtual.nix was made from it. Mistakes are shown at their lines.
            name: guests

            on:
              push:
                paths: ["**.nix"]
              pull_request:
                paths: ["**.nix"]

            permissions:
              contents: read

            env:
              # Where nixvirt is: a flake, at best with a tag or commit behind it.
              NIXVIRT: github:OWNER/nixvirt

            jobs:
              check:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - uses: cachix/install-nix-action@v31
                  - run: nix run "$NIXVIRT" -- check guests.nix virtual.nix --format=github

            """##),
        File(
          path: ".gitlab-ci.yml",
          text: ##"""
            # Checks the description, and that virtual.nix was made from it.
            guests:
              image: nixos/nix:latest
              variables:
                # Where nixvirt is: a flake, at best with a tag or commit behind it.
                NIXVIRT: github:OWNER/nixvirt
                NIX_CONFIG: experimental-features = nix-command flakes
              script:
                - nix run "$NIXVIRT" -- check guests.nix virtual.nix
              rules:
                - changes: ["**/*.nix"]

            """##),
        File(
          path: "guests.nix",
          text: ##"""
            {
              host = {
                # The network card that the guests share with the host. Not a Wi-Fi card.
                nic = "enp0s31f6";
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

            """##),
      ]),
    Template(
      name: "flake",
      files: [
        File(
          path: "README.md",
          text: ##"""
            # A host with guests

            `guests.nix` says what the guests are, `virtual.nix` is made from it:

                nixvirt generate guests.nix -o virtual.nix
                git add virtual.nix
                nixos-rebuild switch --flake .#castle

            A flake sees only files that git knows: a new `virtual.nix` has to be added before the rebuild.

            """##),
        File(
          path: "configuration.nix",
          text: ##"""
            # The host itself. nixos-generate-config writes hardware-configuration.nix.
            {
              imports = [ ./hardware-configuration.nix ];

              boot.loader.systemd-boot.enable = true;
              boot.loader.efi.canTouchEfiVariables = true;

              networking.hostName = "castle";
              services.openssh.enable = true;

              # The release that the host was installed with; it does not change.
              system.stateVersion = "26.05";
            }

            """##),
        File(
          path: "flake.nix",
          text: ##"""
            {
              description = "A NixOS host with guests";

              inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

              # virtual.nix is made from guests.nix and checked in: nixvirt is no input, and costs a rebuild nothing.
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
                # The network card that the guests share with the host. Not a Wi-Fi card.
                nic = "enp0s31f6";
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

            """##),
      ]),
    Template(
      name: "home-lab",
      files: [
        File(
          path: "README.md",
          text: ##"""
            # Guests of the home lab

            `guests.nix` says what the guests are, `virtual.nix` is made from it:

                nixvirt generate guests.nix -o virtual.nix
                nixos-rebuild switch

            Both files are checked in, so that a change of a guest can be reviewed in both. To try a change
            before it is written:

                nixvirt diff guests.nix virtual.nix

            """##),
        File(
          path: "configuration.nix",
          text: ##"""
            # What the host needs for its guests. A host that is there already has the rest in its own
            # configuration.nix: add the import to that one.
            {
              imports = [
                # Made from guests.nix: nixvirt generate guests.nix -o virtual.nix
                ./virtual.nix
              ];
            }

            """##),
        File(
          path: "guests.nix",
          text: ##"""
            {
              host = {
                # The network card that the guests share with the host. Not a Wi-Fi card.
                nic = "enp0s31f6";
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

            """##),
      ]),
  ]
}
