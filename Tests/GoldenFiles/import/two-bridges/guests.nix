{
  networks = {
    lan = {
      bridge = "br0";
      uplink = "eno1";
      address = "192.168.1.2/24";
    };
    br1 = {
      bridge = "br1";
      uplink = "eno2";
      dhcp = false;
    };
  };
  guests = {
    web = {
      memory = "2g";
      diskSize = "10g";
      netDevice = "tap-web";
    };
    db = {
      diskSize = "10g";
      memory = "8g";
      sshKeys = [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"
      ];
      vncDisplay = "unix:/run/guests/db/vnc.sock";
    };
  };
}
