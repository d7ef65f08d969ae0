{
  defaults.diskSize = "8g";
  hosts = {
    alpha.guests = { web = { }; };
    beta.guests = { db = { }; web = { }; };
  };
}
