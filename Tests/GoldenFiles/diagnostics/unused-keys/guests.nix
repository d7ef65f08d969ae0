{
  host.nic = "eno1";
  guests.a = {
    memory = "2g";
    iso = "/srv/images/debian.iso";
    diskSize = "8g";
    vncDisplay = ":1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
}
