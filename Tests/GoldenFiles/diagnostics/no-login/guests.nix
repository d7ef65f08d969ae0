{
  host.nic = "eno1";
  guests = {
    alice.diskSize = "20g";
    bob = { diskSize = "20g"; nixos.modules = [ ./password.nix ]; };
    carol.image = ./debian.qcow2;
    dave = { diskSize = "20g"; install = "none"; };
  };
}
