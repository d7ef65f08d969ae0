{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
  guests.a = {
    diskSize = "8g";
    disks.old.path = "/home/me/disks/old.raw";
    shares.music = { source = "/home/me"; readOnly = true; };
  };
}
