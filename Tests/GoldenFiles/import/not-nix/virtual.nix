{ pkgs, ... }:
{
  networking.bridges.vbridge0.interfaces = [ "eno1" ]
}
