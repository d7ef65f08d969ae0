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
