{ config, lib, ... }:
let
  loop = loop;
  guests = {
    alice = {
      memory = if config.small then "512m" else "1g";
      diskSize = "${toString 40}g";
      netDevice = loop;
      vncDisplay = "localhost:" + toString 3;
    };
    "${config.name}" = { memory = "1g"; };
  };
in
{
  networking.bridges.vbridge0.interfaces = [ config.nic ];
  systemd.services."qemu-${config.name}".enable = true;
}
