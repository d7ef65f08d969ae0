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
