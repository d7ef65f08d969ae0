{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.a = { diskSize = "1g"; backup = { schedule = "every night"; directory = "/srv/backups"; }; };
}
