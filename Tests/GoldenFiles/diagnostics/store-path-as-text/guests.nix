{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  };
  guests.a = {
    memory = "1g";
    diskSize = "8g";
    disks.drivers = {
      path = "/nix/store/00bgd045z0d4icpbc2yyz4gx48ak44la-virtio-win/drivers.iso";
      readOnly = true;
    };
  };
}
