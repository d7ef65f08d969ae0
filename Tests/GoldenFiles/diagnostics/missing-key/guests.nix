{
  guests = {
    alice = { memory = "1g"; };
    bob.install = "iso";
  };
  networks.lan.nat = { };
}
