{
  defaults.diskSize = "8g";
  hosts = {
    alpha = { };
    beta = { };
  };
  guests = {
    db.hosts = [ "alpha" ];
    web = { };
  };
}
