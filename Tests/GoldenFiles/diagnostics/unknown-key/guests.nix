{
  host.nick = "eno1";
  guests.alice = { diskSize = "1g"; memroy = "1g"; colour = "red"; };
  guest = { };
}
