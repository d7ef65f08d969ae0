# The placement of the guests in guests.nix.
# Written by `nixvirt place`. Commit this file: a guest stays where its disk is.
{
  backup = "beta";
  cache = "beta";
  db = "alpha";
  web-1 = "beta";
  web-2 = "gamma";
}
