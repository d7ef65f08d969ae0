{
  host.nic = "eno1";
  guests = {
    a = { disks.root.path = "/dev/zvol/tank/a"; image = /srv/images/noble.img; };
    b = { disks.root.path = "/dev/zvol/tank/b"; iso = /srv/images/noble.iso; vncDisplay = ":1"; };
    c = { disks.root.path = "/dev/zvol/tank/c"; nixos.modules = [ ./c.nix ]; };
  };
}
