# A LAN, a VLAN of its card, two networks behind the host, one without a way out.
{
  networks = {
    lan = {
      uplink = "eno1";
      address = "192.168.1.2/24";
    };
    cameras = {
      uplink = "eno1";
      vlan = 20;
      dhcp = false;
    };
    lab.address = "10.9.0.1/24";
    home.nat = {
      subnet = "192.168.100.0/24";
      dhcp = {
        start = "192.168.100.50";
        end = "192.168.100.199";
      };
      externalInterface = "eno1";
    };
    static.nat.subnet = "192.168.101.0/24";
  };
  guests.router = {
    diskSize = "10g";
    interfaces = [
      { network = "lan"; }
      { network = "cameras"; }
      { network = "lab"; }
      { network = "home"; }
      { network = "static"; }
    ];
  };
}
