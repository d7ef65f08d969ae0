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
