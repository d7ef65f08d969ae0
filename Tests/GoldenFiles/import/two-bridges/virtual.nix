{ lib, ... }:
let
  defaults = { memory = "2g"; diskSize = "10g"; };
  guests = {
    web = defaults // { netDevice = "tap-web"; };
    db = defaults // { memory = "8g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; vncDisplay = "unix:/run/guests/db/vnc.sock"; };
  };
in
{
  networking = {
    bridges = {
      br0.interfaces = [ "eno1" ] ++ map (guest: guest.netDevice) (lib.attrValues guests);
      br1.interfaces = [ "eno2" "eno3" ];
    };
    interfaces.br0.ipv4.addresses = [ { address = "192.168.1.2"; prefixLength = 24; } ];
    interfaces.br1.useDHCP = false;
    interfaces.eno1.useDHCP = false;
    defaultGateway = "192.168.1.1";
  };
}
