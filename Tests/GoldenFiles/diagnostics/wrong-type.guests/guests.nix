{
  guests = [ { diskSize = "1g"; } ];
}
