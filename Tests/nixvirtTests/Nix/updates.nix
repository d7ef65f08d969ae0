# The units of guests on a host, and on the same host after an update of nixpkgs that changes one package:
#
#   nix-instantiate --eval --strict --json updates.nix --arg nixpkgs <nixpkgs> --arg module ./virtual.nix
{
  nixpkgs,
  module,
  extra ? { },
}:
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
  units =
    update:
    let
      system = import (nixpkgs + "/nixos/lib/eval-config.nix") {
        system = "x86_64-linux";
        modules = [
          host
          module
          extra
          { nixpkgs = update; }
        ];
      };
      isOfGuest = name: _: system.lib.hasPrefix "qemu-guest-" name;
    in
    builtins.mapAttrs (_: unit: unit.text) (
      system.lib.filterAttrs isOfGuest system.config.systemd.units
    );
  # The same package with another hash.
  changed =
    names:
    units {
      overlays = [
        (
          _: previous:
          builtins.mapAttrs (name: _: previous.${name}.overrideAttrs { updated = true; }) (
            builtins.listToAttrs (
              map (name: {
                inherit name;
                value = null;
              }) names
            )
          )
        )
      ];
    };
in
{
  now = units { };
  tzdata = changed [ "tzdata" ];
  coreutils = changed [ "coreutils" ];
  socat = changed [ "socat" ];
  qemu = changed [
    "qemu"
    "qemu_kvm"
  ];
  systemd = changed [ "systemd" ];
  stdenv = units {
    overlays = [
      (_: previous: {
        stdenv = previous.stdenv.override (old: {
          preHook = old.preHook + "\n# updated";
        });
      })
    ];
  };
}
