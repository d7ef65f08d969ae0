{
  guests = {
    alice = {
      diskSize = "1g";
      vncDisplay = "unix:/run/alice.vnc";
    };
    bob = {
      diskSize = "1g";
      vncDisplay = "unix:/run/guests/bob/vnc.sock";
    };
  };
}
