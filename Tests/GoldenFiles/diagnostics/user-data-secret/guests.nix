{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
  guests.alice = {
    image = "/srv/images/debian.qcow2";
    userData = ./user-data.yaml;
  };
}
