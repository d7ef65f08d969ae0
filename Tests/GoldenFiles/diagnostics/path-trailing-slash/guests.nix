{
  guests.alice.nixos.modules = [ ./alice/ ];
}
