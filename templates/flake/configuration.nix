# The host. nixos-generate-config writes hardware-configuration.nix.
{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;

  networking.hostName = "castle";
  services.openssh.enable = true;

  # The release that the host was installed with. Do not change it in an upgrade.
  system.stateVersion = "26.05";
}
