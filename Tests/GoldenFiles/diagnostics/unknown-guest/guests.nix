{
  guests = {
    alice = { diskSize = "1g"; after = [ "bop" "nobody-like-this" ]; };
    bob.diskSize = "1g";
  };
}
