// Made from templates/fleet: UPDATE_GOLDEN=1 swift test.

extension Template {
  static let fleet = Template(
    name: "fleet",
    files: [
      File(
        path: "README.md",
        text: ##"""
          # Hosts with guests

          `guests.nix` describes the hosts and their guests. From it, nixvirt generates `guests.placement.nix`, which
          assigns guests to hosts, and `virtual/`, which contains a module for each host.

          Once for each host, record its hardware:

              mkdir hosts
              ssh root@alpha.lan nixos-generate-config --show-hardware-config > hosts/alpha.nix

          After every change of `guests.nix`:

              nixvirt place
              nixvirt generate guests.nix -o virtual
              nixvirt check
              git add .

          Before you deploy, see the effect on the guests. Compare with the description that the hosts run, which here is
          the last commit:

              git worktree add ../running HEAD
              nixvirt plan ../running/guests.nix guests.nix
              git worktree remove ../running

          If the plan has steps other than switches, a guest moves or its files change: do the steps in the order of the
          plan, or let `nixvirt plan --format=sh` write a script that does them. Otherwise, deploy all hosts, or one after
          the other. A flake sees only files that git tracks, so `git add` must come first:

              colmena apply
              colmena apply --on alpha
              nixos-rebuild switch --flake .#alpha --target-host root@alpha.lan

          """##),
      File(
        path: "configuration.nix",
        text: ##"""
          # Configuration of every host. hosts/ contains what differs.
          {
            boot.loader.systemd-boot.enable = true;
            boot.loader.efi.canTouchEfiVariables = true;

            services.openssh.enable = true;
            # These keys may deploy. Replace them with your own.
            users.users.root.openssh.authorizedKeys.keys = [
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
            ];

            # The release that the hosts were installed with. Do not change it in an upgrade.
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
              # Only for colmenaHive.
              colmena.url = "github:zhaofengli/colmena";
              colmena.inputs.nixpkgs.follows = "nixpkgs";
            };

            # nixvirt generates virtual/ from guests.nix. Both are committed, so nixvirt is not an input.
            outputs =
              { nixpkgs, colmena, ... }:
              let
                inherit (import ./guests.nix) hosts;
                forEachHost = nixpkgs.lib.genAttrs (builtins.attrNames hosts);
                modulesOf = name: [
                  ./configuration.nix
                  # The output of nixos-generate-config on the host.
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
                # For Colmena 0.5. Colmena 0.4 reads this set, without makeHive, from an output `colmena`, and
                # refuses a flake that also has colmenaHive.
                colmenaHive = colmena.lib.makeHive (
                  {
                    meta.nixpkgs = import nixpkgs { system = "x86_64-linux"; };
                  }
                  // forEachHost (name: {
                    imports = modulesOf name;
                    deployment = {
                      # The host's address for SSH.
                      targetHost = "${name}.lan";
                      # colmena apply --on @TAG
                      tags = hosts.${name}.host.tags or [ ];
                    };
                  })
                );
              };
          }

          """##),
      File(
        path: "guests.nix",
        text: ##"""
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

          """##),
      File(
        path: "guests.placement.nix",
        text: ##"""
          # The placement of the guests in guests.nix.
          # Written by `nixvirt place`. Commit this file: a guest stays where its disk is.
          {
            backup = "beta";
            cache = "beta";
            db = "alpha";
            web-1 = "beta";
            web-2 = "gamma";
          }

          """##),
    ])
}
