{
  a = lib.mkIf cfg.enable { b = 1; };
  b = lib.mkIf cfg.enable {
    c = 1;
    d = 2;
  };
  c = lib.mkMerge [
    { x = 1; }
    (lib.mkIf y { z = 2; })
  ];
  d = f (x: {
    y = 1;
  });
  e = f (g {
    y = 1;
  });
  f = lib.mapAttrs (n: v: { name = n; }) xs;
  g = lib.mapAttrs (n: v: {
    name = n;
    value = v;
  }) xs;
  h = f [ 1 2 3 ] x;
  i = f x [
    1
    2
  ];
  j = f [ 1 2 ] [ 3 ];
  k = f (
    { a, b, ... }:
    {
      c = 1;
    }
  );
  l = f (
    let
      x = 1;
    in
    x
  );
  m = lib.optionals aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb c;
  n =
    lib.optionals aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      ccccccccccc;
  o = x // {
    b = 1;
  };
  p = [
    1
    2
  ]
  ++ x;
  q =
    x
    ++ lib.optionals y [
      1
      2
    ];
  r =
    let
      z = 1;
    in
    z;
  s = if x then y else z;
  t =
    if x then
      1
    else if y then
      2
    else
      3;
  # a comment
  ua = { inherit (lib) mkIf mkOption; }; # behind

  u = ''
    first line
      indented
    ''${literal} and ${toString x}

    last '''quoted''' line
  '';
  w = pkgs.writeShellScript "run" ''
    exec ${lib.getExe pkgs.hello} "$@"
  '';
  x = ''
    a
  ''
  + lib.optionalString x ''
    b
  '';
  y = "\${x} $x $$ \"q\" \\ \n ${x}";
  inherit (lib)
    mkDefault
    mkForce
    mkIf
    mkOption
    ;
  z =
    { name, ... }:
    {
      d = name;
    };
}
