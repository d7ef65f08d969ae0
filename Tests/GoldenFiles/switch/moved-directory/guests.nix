{
  host = {
    stateDir = "/srv/guests";
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG me@laptop" ];
  };
  defaults.diskSize = "8g";
  guests = {
    alice.mac = "52:54:00:00:00:01";
    bob.mac = "52:54:00:00:00:02";
  };
}
