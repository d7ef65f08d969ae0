{
  defaults = { diskSize = "10g"; sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ]; };
  networks.lan.uplink = "eno1";
  hosts = {
    alpha.guests.web.interfaces = [ { address = "192.168.1.10/24"; } ];
    beta.guests.db.interfaces = [ { address = "192.168.1.10/24"; } ];
  };
}
