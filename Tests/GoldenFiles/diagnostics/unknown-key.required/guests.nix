{
  # A key that is misspelt is not missing besides.
  guests.web.diskSiz = "20g";
}
