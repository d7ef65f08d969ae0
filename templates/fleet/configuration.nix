# Configuration of every host. hosts/ contains what differs.
{
  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;

  services.openssh.enable = true;
  # These keys may deploy. Replace them with your own.
  users.users.root.openssh.authorizedKeys.keys = [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
  ];

  # The release that the hosts were installed with. Do not change it in an upgrade.
  system.stateVersion = "26.05";
}
