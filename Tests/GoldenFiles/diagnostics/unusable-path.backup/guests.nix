{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests = {
    a = { diskSize = "1g"; backup = { schedule = "daily"; directory = "/tmp/backups"; }; };
    b = { diskSize = "1g"; backup = { schedule = "daily"; directory = "/home/me/backups"; }; };
    c = { diskSize = "1g"; backup = { schedule = "daily"; directory = "/srv/my backups"; }; };
    d = { diskSize = "1g"; backup = { schedule = "daily"; directory = "/srv/%h"; }; };
  };
}
