{
  host.nic = "eno1";
  networks.lan = { };
  guests.alice = {
    diskSize = "1g";
    disks.root.size = "2g";
    mac = "52:54:00:00:00:01";
    interfaces = [ { network = "lan"; } ];
    install = "nixos";
    image = ./cloud.qcow2;
  };
}
