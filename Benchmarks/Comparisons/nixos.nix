# The units of a NixOS host with a module, evaluated to their texts: what a rebuild does of it before
# anything is built.
{ nixpkgs, module }:
let
  host = {
    boot.loader.grub.enable = false;
    fileSystems."/" = {
      device = "/dev/disk/by-label/nixos";
      fsType = "ext4";
    };
    networking.useDHCP = false;
    system.stateVersion = "25.05";
  };
  inherit
    (import (nixpkgs + "/nixos/lib/eval-config.nix") {
      system = "x86_64-linux";
      modules = [
        host
        module
      ];
    })
    config
    lib
    ;
in
lib.foldl' (sum: unit: sum + builtins.stringLength unit.text) 0 (
  lib.attrValues config.systemd.units
)
