# What the host needs for its guests. A host that is there already has the rest in its own
# configuration.nix: add the import to that one.
{
  imports = [
    # Made from guests.nix: nixvirt generate guests.nix -o virtual.nix
    ./virtual.nix
  ];
}
