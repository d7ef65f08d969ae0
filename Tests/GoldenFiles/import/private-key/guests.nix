{
  host = {
    nic = "eno1";
  };
  guests = {
    alice = {
      memory = "1g";
      diskSize = "8g";
    };
  };
}
