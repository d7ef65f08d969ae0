{
  host.stateDir = "/srv/my guests";
  guests.alice = {
    diskSize = "1g";
    nixos.modules = [
      ./web.nix
      "/etc/nixos/web.nix"
    ];
  };
}
