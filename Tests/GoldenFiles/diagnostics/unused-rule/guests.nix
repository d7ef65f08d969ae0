{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  networks.lab = { };
  networks.shop = {
    nat.subnet = "10.78.0.0/24";
    allow = [
      { from = "any"; to = "web"; tcp = [ "80-89" ]; }
      { from = "db"; to = "web"; tcp = [ 80 ]; }
      { from = "lab"; to = "host"; }
    ];
  };
  guests = { web = { diskSize = "10g"; interfaces = [ { network = "shop"; address = "10.78.0.10"; } ]; }; db = { diskSize = "10g"; network = "shop"; }; };
}
