# Comments where the formatter has to find a place for them, or to keep lists and strings together.
{
  # The language of a string, also after other comments.
  languages = [
    /* lua */ "x"
    # c
    /* lua */ ''
      x
    ''
  ];
  compared =
    assert aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa == [ /* lua */ "xxx" ];
    b;
  comparedLonger =
    assert
      aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      == [ /* lua */ "xxxxxxxxxxxxxxxxxx" ];
    b;
  /*
    A blank line

    in a comment.
  */
  interpolations = ''
    a
    ${
      x # c
    }
    ${
      x
      # d
    }
    b
  '';
  inText = "${
    x
    # c
  } y";
  lines = "a ${
    assert x;
    y
  }
b";
  # Six elements are on one line; a comment is one more.
  six = f [
    a
    b
    c
    d
    e # no language
    g
  ] x;
  five = f [ a b c d /* lua */ "e" ] x;
  seven = f [
    a
    b
    c
    d
    e
    /* lua */ "g"
  ] x;
  complex = f [
    /* lua */ "a"
    (d: e)
  ] x;
  # Before the last argument, a comment or a blank line breaks an empty list.
  commented =
    f
      # c
      [
      ]
      x;
  blank =
    f

      [
      ]
      x;
  last =
    f x
      # c
      [ ];
  joined = f [ ] x;
  equals
    # a
    =  # b
      # c
      ./f;
  arguments =
    {
      a,
      b, # c
      d ? 1, # e
    }:
    x;
  single =
    {
      a, # x nixfmt:enable
      b,
    }:
    a;
  string = "x
${y} z" # c
  ;
  operation =
    a # nixfmt:disable
    + b;
}
