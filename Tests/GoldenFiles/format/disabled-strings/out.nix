{
  inside = ''
    a
    ${
/*nixfmt:disable*/
f   x
/*nixfmt:enable*/
        y
    }
     b
  '';
  over = ''
    a ${
/*nixfmt:disable*/
f   x}
    b ${
/*nixfmt:enable*/
        y
      }
      c  ${x y}
    ${z}
  ${z z}

    d
  '';
  arguments =
    {
      a
/*nixfmt:disable*/
,   b
/*nixfmt:enable*/
      ,
      c,
      d,
    }:
    a;
}
