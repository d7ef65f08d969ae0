# Evaluates the flake of templates/fleet with stand-ins for its inputs: hosts and hive as they are given
# to NixOS and to Colmena.
#
#   nix-instantiate --eval --strict --json fleet.nix --arg flake ../../../templates/fleet/flake.nix
#
# `outputs` adds to the flake's outputs, from the same inputs.
{
  flake,
  outputs ? _: { },
}:
let
  inherit (builtins) listToAttrs mapAttrs;
  lib = {
    genAttrs =
      names: f:
      listToAttrs (
        map (name: {
          inherit name;
          value = f name;
        }) names
      );
    nixosSystem = host: host;
  };
  inputs = {
    inherit self;
    nixpkgs = {
      inherit lib;
      # import nixpkgs { … } gives what it was given.
      outPath = ./arguments.nix;
    };
    colmena.lib.makeHive = hive: hive;
    deploy-rs.lib = listToAttrs (
      map
        (platform: {
          name = platform;
          value.activate.nixos = host: { inherit host platform; };
        })
        [
          "x86_64-linux"
          "aarch64-linux"
        ]
    );
  };
  self = (import flake).outputs inputs // outputs inputs;

  show = module: if builtins.isPath module then toString module else module;
in
{
  inputs = mapAttrs (_: input: input.url) (import flake).inputs;
  hosts = mapAttrs (_: host: map show host.modules) self.nixosConfigurations;
  meta = self.colmenaHive.meta;
  nodes = mapAttrs (_: node: node // { imports = map show node.imports; }) (
    removeAttrs self.colmenaHive [ "meta" ]
  );
  deploy = mapAttrs (_: node: {
    inherit (node) hostname sshUser;
    inherit (node.profiles.system) user;
    inherit (node.profiles.system.path) platform;
    modules = map show node.profiles.system.path.host.modules;
  }) (self.deploy.nodes or { });
}
