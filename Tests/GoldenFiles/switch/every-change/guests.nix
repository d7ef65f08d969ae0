{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG me@laptop" ];
  };
  defaults.diskSize = "8g";
  guests = {
    added = { };
    back = { };
    boots-iso = { iso = ./installer.iso; vncDisplay = ":1"; };
    bigger = { memory = "2g"; cpus = 2; diskSize = "10g"; mac = "52:54:00:00:00:02"; snapshot.beforeRestart = true; };
    by-hand = { autostart = false; };
    gone = { };
    installing = { };
    later = { restartOn = "never"; memory = "2g"; mac = "52:54:00:00:00:03"; };
    moved = {
      interfaces = [ { mac = "52:54:00:00:00:05"; } { mac = "52:54:00:00:00:04"; } ];
      disks.data = { size = "5g"; slot = 7; };
    };
    off = { };
    pending = { mac = "52:54:00:00:00:06"; };
    renamed-disk = { install = "none"; disks.store.size = "20g"; mac = "52:54:00:00:00:07"; };
    same = { mac = "52:54:00:00:00:08"; };
    smaller = { mac = "52:54:00:00:00:09"; };
    unreadable = { };
    with-host = { restartOn = "host"; mac = "52:54:00:00:00:0a"; };
  };
}
