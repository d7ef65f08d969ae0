{
  # The unit of the second is that of the first one's installation.
  guests = {
    web.diskSize = "1g";
    web-install.diskSize = "1g";
  };
}
