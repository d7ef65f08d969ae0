{
  defaults.diskSize = "8g";
  hosts.alpha = { };
  guests = {
    web = { };
    db = { };
  };
}
