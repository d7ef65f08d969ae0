{
  guests = { "Alice's box".diskSize = "1g"; "-".diskSize = "1g"; };
}
