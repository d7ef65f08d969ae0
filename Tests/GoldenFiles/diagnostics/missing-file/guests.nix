{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  defaults.nixos.modules = [ ./missing-common.nix ];
  guests.db.diskSize = "20g";
  guests.files = { diskSize = "20g"; install = "iso"; iso = /srv/missing.iso; vncDisplay = "localhost:1"; nixos = null; };
  guests.here = { image = ./here.qcow2; nixos = null; };
  guests.host = { image = "/srv/missing.qcow2"; nixos = null; };
  guests.web = { diskSize = "20g"; nixos.modules = [ ./web.nix ../missing/web.nix ]; };
}
