{ pkgs, ... }:
let
  guests.alice = {
    memory = "1g";
    diskSize = "8g";
    sshKeys = ''
      -----BEGIN OPENSSH PRIVATE KEY-----
      c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0
      -----END OPENSSH PRIVATE KEY-----
    '';
  };
  key = pkgs.writeText "id_ed25519" ''
    -----BEGIN OPENSSH PRIVATE KEY-----
    c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0
    -----END OPENSSH PRIVATE KEY-----
  '';
in
{
  networking.bridges.vbridge0.interfaces = [ "eno1" ];
}
