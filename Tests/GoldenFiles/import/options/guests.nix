{
  host = {
    nic = "eno1";
    sshKeys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"
    ];
  };
  guests = {
    web = {
      memory = "2048m";
      diskSize = "20g";
      cpus = 2;
      vncDisplay = ":1";
      mac = "52:54:00:12:34:56";
    };
    db-1 = {
      memory = "2048m";
      diskSize = "20g";
    };
  };
}
