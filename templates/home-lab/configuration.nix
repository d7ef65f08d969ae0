# The part of a host's configuration that its guests need. Add the import to your own
# configuration.nix.
{
  imports = [
    # Generated from guests.nix by: nixvirt generate guests.nix -o virtual.nix
    ./virtual.nix
  ];
}
