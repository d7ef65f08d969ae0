{
  networks = {
    one.nat = {
      subnet = "10.1.0.0/24";
      externalInterface = "eno1";
    };
    two.nat = {
      subnet = "10.2.0.0/24";
      externalInterface = "eno2";
    };
  };
  guests = { };
}
