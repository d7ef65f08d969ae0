{
  host.nic = "eno1";
  guests.alice = {
    disk = "20g";
    vcpus = 2;
    ip = "192.168.1.20";
    forwardPorts = [ 80 ];
    userData = ./user-data;
    secureBoot = true;
    shares.data.path = "/srv/data";
  };
}
