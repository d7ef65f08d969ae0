# Where the guests of guests.nix are that leave their host out.
# Written by `nixvirt place`. Keep it: a guest stays where its disk is.
{
  backup = "beta";
  cache = "beta";
  web-1 = "beta";
  web-2 = "gamma";
}
