args@{
  a,
  b ? 1,
  c ? [ ],
  ...
}:
let
  inherit (a) x y;
  unary = -x + (!y);
in
with a;
assert x != null;
rec {
  paths = [
    ./a
    ../b/c.nix
    /etc/hosts
    ~/d
    ./${x}/e.nix
    <nixpkgs/lib>
  ];
  numbers = [
    0
    9223372036854775807
    1.5
    1.0e-07
    (-1)
  ];
  strings = [
    "plain"
    "\${x} $x $$ \"\\\n"
    "${x} and ${y.z or "none"}"
    ''
      two
        lines ''${x} '''
    ''
  ];
  selections = a.b.c or d.${x}."e f" or (f x);
  tests = a ? b.c && !a ? ${x};
  update = a // b // c;
  lists = a ++ b ++ c;
  left = (a // b) // c;
  implication = a -> b -> c;
  arithmetic = 1 + 2 * 3 - (4 - 5) / 6;
  comparison = a < b == c >= d;
  application = f (g x) (-1) { } [ ] (x: x);
  functions = x: y: { z, ... }: x;
  behind = { a }@args: a;
  condition = if a then b else c;
  ancient = let {
    body = 1;
  };
  "quoted name" = 1;
  "bare" = 2;
  ${x} = 3;
  "computed ${x}" = 4;
  a.b.c = 5;
}
