{
  guests.web.diskSize = "8g";
}
