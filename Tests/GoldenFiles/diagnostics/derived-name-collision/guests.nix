{
  # The last 24 bits of their hashes are the same.
  host.nic = "eno1";
  guests = {
    guest-4630.diskSize = "1g";
    guest-6784.diskSize = "1g";
  };
}
