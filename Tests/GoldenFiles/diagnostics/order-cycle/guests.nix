{
  guests = {
    a = { diskSize = "1g"; after = [ "b" ]; };
    b = { diskSize = "1g"; after = [ "c" ]; };
    c = { diskSize = "1g"; after = [ "a" ]; };
  };
}
