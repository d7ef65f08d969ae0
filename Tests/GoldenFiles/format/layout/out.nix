{
  config,
  lib,
  pkgs,
  ...
}@args:
with lib;
rec {
  short = {
    x = 1;
  };
  double = {
    x = 1;
    y = 2;
  };
  empty = { };
  list = [ 1 ];
  longer = [
    1
    2
    3
  ];
  kept = {
  };
  call = mkIf cfg.enable { a = 1; };
  merge = mkMerge [
    { a = 1; }
    (mkIf x {
      b = 2;
      c = 3;
    })
  ];
  nested = mapAttrs (name: value: {
    inherit name;
    value = value;
  }) xs;
  wide = someFunction (anotherFunction argumentNumberOne) [
    1
    2
    3
  ] "a string that takes some room" argument;
  pair =
    zipListsWith
      [ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" "bbbbbbbbbbbbbbbbbbbbb" ]
      [ "cccccccccccccccccccccccccccccc" "ddd" ];
  cond =
    if a then
      b
    else if c then
      d
    else
      e;
  chain =
    xs
    ++ optionals a [
      b
      c
    ]
    ++ optional (d && e || f -> g) h;
  update = {
    a = 1;
  }
  // optionalAttrs b { c = 2; };
  plus = [
    1
    2
  ]
  ++ ys;
  compare =
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    == bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb;
  curried = a: b: c: d: { inherit a b; };
  id = x: x;
  twoSets = { a }: { b }: a + b;
  checked =
    assert versionAtLeast version "1.2";
    let
      y = 1;
    in
    y;
  select = (f x).y.z or (g 1);
  test = x ? y.z;
  neg = -x;
  not = !(x && y);
  a.b."c d".${e}.f = { };
  inherit (lib) one two;
  inherit (lib.attrsets)
    three
    four
    five
    six
    ;
  pipe =
    a
    |> b
    |> c
    |> d
    |> e;
  scoped = with pkgs; [ hello ];
  long =
    with pkgs;
    lib.makeBinPath [
      aaaaaaaaaaaaaaaaaaaaa
      bbbbbbbbbbbbbbbbbbbbbbbbbbb
    ];
}
