{
  guests = let ${x} = 1; in { };
}
