{
  hosts = {
    alpha.guests = { };
    beta.host.name = "Alpha";
  };
}
