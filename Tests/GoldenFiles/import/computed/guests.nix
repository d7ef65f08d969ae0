{
  networks = {
    vbridge0 = {
      bridge = "vbridge0";
    };
  };
  guests = {
    alice = {
      diskSize = "40g";
      vncDisplay = "localhost:3";
    };
  };
}
