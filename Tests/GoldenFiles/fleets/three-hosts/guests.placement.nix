# Where the guests of guests.nix are that leave their host out.
# Written by `nixvirt place`. Keep it: a guest stays where its disk is.
{
  cache = "beta";
  web = "beta";
}
