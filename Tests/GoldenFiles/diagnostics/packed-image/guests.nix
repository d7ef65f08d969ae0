{
  host.nic = "eno1";
  guests = {
    haos.image = /srv/images/haos_ova.qcow2.xz;
    ova.image = "/srv/images/My Appliance.OVA";
    tar.image = ./disk.raw.tar.gz;
    iso = { iso = "/srv/OPNsense.iso.bz2"; diskSize = "8g"; vncDisplay = ":1"; };
  };
}
