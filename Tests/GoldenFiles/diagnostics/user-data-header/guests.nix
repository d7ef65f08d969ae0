{
  guests.alice = {
    image = "/srv/images/debian.qcow2";
    userData = ./user-data.yaml;
  };
}
