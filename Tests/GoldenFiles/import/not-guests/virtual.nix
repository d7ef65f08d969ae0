# Sets that have something of a guest, and are none.
{ config, lib, ... }:
let
  options = {
    vm = {
      memory = lib.mkOption { default = "1g"; };
      diskSize = lib.mkOption { default = "20g"; };
    };
  };
  zones = {
    lan.interfaces = [ "eno1" ];
    wan.interfaces = [ "eno2" ];
  };
  limits = {
    postgresql.memory = "4g";
    nginx.memory = "1g";
  };
in
{
  networking.bridges.br0.interfaces = zones.lan.interfaces;
  containers.web.interfaces = [ "eno3" ];
  services.limits = limits;
}
