# A header,
# of two lines.

{
  # The arguments.
  lib,
  pkgs ? { }, # with a default

  ...
}:
{
  last, # behind the last
}:
{
  # Before a binding.
  a = 1; # behind it

  b = [
    # Before an element.
    1
    2 # behind one

    # Before the end.
  ];
  c =
    let
      # In a let.
      d = 1;
      # Before in.
    in
    d;
  /*
    A block
      of lines.
  */
  e = { };
  /**
    Documentation.
  */
  f = 2;
  g = {
    # Nothing but this.
  };
  # Before the end.
}
