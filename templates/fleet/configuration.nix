# What the hosts have in common. What they do not is in hosts/.
{
  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;

  services.openssh.enable = true;
  # Who may deploy: put your own keys here.
  users.users.root.openssh.authorizedKeys.keys = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
  ];

  # The release that the hosts were installed with; it does not change.
  system.stateVersion = "26.05";
}
