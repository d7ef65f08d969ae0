{
  host = {
    drain = true;
    tags = [ "rack-1" ];
  };
  guests.web.diskSize = "8g";
}
