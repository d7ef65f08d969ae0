# header

{
  lib, # the library
  pkgs ? import <nixpkgs> { } # with a default
  , # before the ellipsis
  ...
}:
let # the bindings
  a = 1; # one
  /*
    a block
    of two lines
  */
  b = [
    # first
    1
    2 # two
    # last
  ];
  /**
    documentation
  */
  c = # why
    x;
in
# the body
{
  inherit a; # taken

  # lone

  # pair
  b =
    if
      a # condition
    then
      b
    # otherwise
    else
      c;
  d =
    # the function
    f x # the argument
      { }
  # behind
  ;
  e = (
    # in parentheses
    a
  );
  f = /* bash */ ''
    echo
  '';
  /*
    stars
    are taken out
  */
  g = {
    # only a comment
  };
  h =
    a # left
    # right
    + b;
}
# footer
