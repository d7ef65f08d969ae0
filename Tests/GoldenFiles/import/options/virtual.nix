{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  size = "20g";
  nic = "eno1";
in
{
  imports = [ ./hardware.nix ];

  options.virtual.guests = mkOption { type = types.attrs; };

  config = lib.mkIf config.virtual.enable {
    virtual.guests.web = {
      memory = 2048;
      diskSize = size;
      cores = "2";
      vncDisplay = ":1";
      macAddress = "52:54:00:12:34:56";
      backup = true;
    };
    virtual.guests.DB_1 = {
      memory = "2048";
      diskSize = "${size}";
      netDevice = "a-tap-with-too-long-a-name";
    };
    networking.bridges."vbridge0".interfaces = [ nic ];
    users.users.me.openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
    boot.kernelModules = [ "kvm-intel" ];
  };
}
