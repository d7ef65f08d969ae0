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
