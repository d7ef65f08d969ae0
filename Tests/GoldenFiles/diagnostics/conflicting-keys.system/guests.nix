{
  guests.web = {
    diskSize = "8g";
    system = "aarch64-linux";
  };
}
