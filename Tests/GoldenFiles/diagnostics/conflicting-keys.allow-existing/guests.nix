{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.given = { existing = true; bridge = "br-host"; allow = [ ]; };
  guests.web.diskSize = "10g";
}
