# Evaluates a module as part of a NixOS host, with the nixpkgs that is given:
#
#   nix-instantiate --eval --strict --json nixos.nix --arg nixpkgs <nixpkgs> --arg module ./virtual.nix
{
  nixpkgs,
  module,
  useNetworkd ? false,
  extra ? { },
}:
let
  host = {
    boot.loader.grub.enable = false;
    fileSystems."/" = {
      device = "/dev/disk/by-label/nixos";
      fsType = "ext4";
    };
    networking = {
      inherit useNetworkd;
      useDHCP = false;
    };
    system.stateVersion = "25.05";
  };
  inherit
    (import (nixpkgs + "/nixos/lib/eval-config.nix") {
      system = "x86_64-linux";
      modules = [
        host
        module
        extra
      ];
    })
    config
    lib
    ;
in
{
  # What NixOS refuses, or warns of.
  failures =
    map (assertion: assertion.message) (lib.filter (assertion: !assertion.assertion) config.assertions)
    ++ config.warnings;
  units = lib.filter (name: lib.hasPrefix "qemu-guest-" name || lib.hasPrefix "nixvirt-" name) (
    lib.attrNames (lib.mapAttrs (_: unit: builtins.stringLength unit.text) config.systemd.units)
  );
}
