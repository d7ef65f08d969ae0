{
  db = "beta";
  web = "gamma";
}
