{
  uri = "https://example.org/a?b=c";
  one = "a single line with \${escapes} and ''quotes''.";
  keeps = ''it's "quoted"'';
  two = ''
    first
        second ${x}
          ${
            if long.condition.that.does.not.fit then "the first of two values" else "the second of them"
          }

        ${f (x: {
          y = x;
        })}
      last'';
  quoted = "a ${f { x = 1; }} b ${
    if a then "b" else "ccccccccccccccccccccccccccccc"
  } \${no} $$ ${lib.concatStringsSep ", " names}";
  path = ./a/${b}/c.nix;
  home = ~/d;
  search = <nixpkgs/nixos>;
  lines = "a
b";
}
