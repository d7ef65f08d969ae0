# Evaluates the flake of a fleet with nixpkgs, and with Colmena's own evaluator, out of a checkout of
# Colmena:
#
#   nix-instantiate --eval --strict --json fleet-nixos.nix -A hosts \
#     --arg flake ./flake.nix --arg nixpkgs <nixpkgs>
#   nix-instantiate --eval --strict --json fleet-nixos.nix -A hive \
#     --arg flake ./flake.nix --arg nixpkgs <nixpkgs> --arg colmena COLMENA
{
  flake,
  nixpkgs,
  colmena ? null,
}:
let
  lib = import (nixpkgs + "/lib");
  nixosSystem =
    arguments: import (nixpkgs + "/nixos/lib/eval-config.nix") ({ system = null; } // arguments);
  inputs = {
    nixpkgs = {
      lib = lib // {
        inherit nixosSystem;
      };
      outPath = nixpkgs;
    };
    # Its flake, without the packages.
    colmena = (import (colmena + "/flake.nix")).outputs {
      self = inputs.colmena;
      inherit (inputs) nixpkgs;
      stable = inputs.nixpkgs;
      flake-utils.lib.eachSystem = _: _: { };
      nix-github-actions.lib.mkGithubMatrix = _: { };
    };
  };
  outputs = (import flake).outputs inputs;
  hive = outputs.colmenaHive;

  host = system: {
    inherit (system.config.networking) hostName;
    platform = system.config.nixpkgs.hostPlatform.system;
    # What NixOS refuses, or warns of.
    failures =
      map (assertion: assertion.message) (
        lib.filter (assertion: !assertion.assertion) system.config.assertions
      )
      ++ system.config.warnings;
    units = lib.mapAttrs (_: unit: unit.text) (
      lib.filterAttrs (name: _: lib.hasPrefix "qemu-guest-" name) system.config.systemd.units
    );
  };
  hosts = lib.mapAttrs (_: host) outputs.nixosConfigurations;
  nodes = lib.mapAttrs (_: host) hive.nodes;
in
{
  inherit hosts;
  hive = {
    schema = hive.__schema;
    targets = lib.mapAttrs (_: deployment: deployment.targetHost) hive.deploymentConfig;
    nodes = lib.mapAttrs (_: node: lib.attrNames node.units) nodes;
    # Whether Colmena's hosts are those that nixos-rebuild makes.
    isSame = nodes == hosts;
  };
}
