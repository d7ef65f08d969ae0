{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.inside.nat = {
    subnet = "10.9.0.0/24";
    dhcp = false;
  };
  guests = {
    a.diskSize = "8g";
    b = {
      diskSize = "8g";
      interfaces = [ { network = "inside"; } ];
    };
    fixed = {
      diskSize = "8g";
      interfaces = [ { network = "inside"; address = "10.9.0.7"; } ];
    };
  };
}
