# What an update of the host changes in nix/vm-test.nix.
{ pkgs, ... }:
{
  environment.etc.version.text = pkgs.guestVersion or "one";
}
