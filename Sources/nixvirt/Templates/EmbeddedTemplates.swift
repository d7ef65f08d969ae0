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
            # Checks the description, and that the modules were made from it. Mistakes are shown at their lines.
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
                  - run: nix run "$NIXVIRT" -- check --format=github

            """##),
        File(
          path: ".gitlab-ci.yml",
          text: ##"""
            # Checks the description, and that the modules were made from it.
            guests:
              image: nixos/nix:latest
              variables:
                # Where nixvirt is: a flake, at best with a tag or commit behind it.
                NIXVIRT: github:OWNER/nixvirt
                NIX_CONFIG: experimental-features = nix-command flakes
              script:
                - nix run "$NIXVIRT" -- check
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
      name: "fleet",
      files: [
        File(
          path: "README.md",
          text: ##"""
            # Hosts with guests

            `guests.nix` says what the hosts and their guests are. `guests.placement.nix` says where the guests are
            that may be on any host, and `virtual/` has a module for each host; both are made by nixvirt.

            Once for each host, what it found of its hardware:

                mkdir hosts
                ssh root@alpha.lan nixos-generate-config --show-hardware-config > hosts/alpha.nix

            After every change of `guests.nix`:

                nixvirt place
                nixvirt generate guests.nix -o virtual
                nixvirt check
                git add .

            A flake sees only files that git knows. The hosts are then switched, all of them or one by one:

                colmena apply
                colmena apply --on alpha
                nixos-rebuild switch --flake .#alpha --target-host root@alpha.lan

            What this does to guests is told by comparing with what the hosts run, here the last commit. Where a
            guest moves, the plan also has the order of the hosts, and the files to copy:

                git worktree add ../running HEAD
                nixvirt plan ../running/guests.nix guests.nix
                git worktree remove ../running

            """##),
        File(
          path: "configuration.nix",
          text: ##"""
            # What the hosts have in common. What they do not is in hosts/.
            {
              boot.loader.systemd-boot.enable = true;
              boot.loader.efi.canTouchEfiVariables = true;

              services.openssh.enable = true;
              # Who may deploy: put your own keys here.
              users.users.root.openssh.authorizedKeys.keys = [
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
              ];

              # The release that the hosts were installed with; it does not change.
              system.stateVersion = "26.05";
            }

            """##),
        File(
          path: "flake.nix",
          text: ##"""
            {
              description = "NixOS hosts with guests";

              inputs = {
                nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
                # For colmenaHive alone.
                colmena.url = "github:zhaofengli/colmena";
                colmena.inputs.nixpkgs.follows = "nixpkgs";
              };

              # virtual/ is made from guests.nix and checked in: nixvirt is no input, and costs a deployment nothing.
              outputs =
                { nixpkgs, colmena, ... }:
                let
                  forEachHost = nixpkgs.lib.genAttrs (builtins.attrNames (import ./guests.nix).hosts);
                  modulesOf = name: [
                    ./configuration.nix
                    # What nixos-generate-config wrote on the host.
                    (./hosts + "/${name}.nix")
                    (./virtual + "/${name}.nix")
                    { networking.hostName = name; }
                  ];
                in
                {
                  # nixos-rebuild switch --flake .#alpha --target-host root@alpha.lan
                  nixosConfigurations = forEachHost (name: nixpkgs.lib.nixosSystem { modules = modulesOf name; });

                  # colmena apply --on alpha
                  #
                  # That is Colmena 0.5. 0.4 reads an output `colmena`, which is this set without makeHive, and wants
                  # no colmenaHive beside it.
                  colmenaHive = colmena.lib.makeHive (
                    {
                      meta.nixpkgs = import nixpkgs { system = "x86_64-linux"; };
                    }
                    // forEachHost (name: {
                      imports = modulesOf name;
                      # Where ssh finds the host.
                      deployment.targetHost = "${name}.lan";
                    })
                  );
                };
            }

            """##),
        File(
          path: "guests.nix",
          text: ##"""
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

            """##),
        File(
          path: "guests.placement.nix",
          text: ##"""
            # Where the guests of guests.nix are that leave their host out.
            # Written by `nixvirt place`. Commit this file: a guest stays where its disk is.
            {
              backup = "beta";
              cache = "beta";
              web-1 = "beta";
              web-2 = "gamma";
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
