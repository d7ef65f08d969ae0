{
  host.nic = [ "eno1" ];
  guests.alice = { diskSize = "1g"; cpus = "2"; autostart = "true"; sshKeys = "key"; vncDisplay = 1; };
}
