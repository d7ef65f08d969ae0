{
  a = 1;
  /*nixfmt:disable*/
  matrix = [
    1 0
    0 1
  ];
  /*nixfmt:enable*/
  b = 2;
  /*nixfmt:disable*/
  c   =  3;
}
