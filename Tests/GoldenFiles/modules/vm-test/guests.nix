# The guests of nix/vm-test.nix.
{
  host = {
    accel = "tcg";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDPQXmEVMVLmeFRyafKMVWgPDkv8/uRBTwmcEDatZzMD vm-test" ];
  };
  networks.inside.nat = {
    subnet = "10.77.0.0/24";
    dhcp = {
      start = "10.77.0.100";
      end = "10.77.0.199";
    };
  };
  defaults.memory = "1g";
  guests = {
    stored = {
      install = "store";
      diskSize = "2g";
      nixos.modules = [ ./version.nix ];
      interfaces = [
        {
          network = "inside";
          address = "10.77.0.10";
        }
      ];
    };
    installed = {
      diskSize = "8g";
      interfaces = [
        {
          network = "inside";
          address = "10.77.0.11";
        }
      ];
    };
  };
}
