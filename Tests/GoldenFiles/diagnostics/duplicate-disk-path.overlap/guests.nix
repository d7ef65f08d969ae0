{
  host.nic = "eno1";
  guests = {
    a = {
      diskSize = "8g";
      disks.data.path = "/dev/sda";
      disks.twice.path = "/var/lib/guests/a/root.qcow2";
    };
    b = { diskSize = "8g"; disks.data.path = "/dev/sda1"; };
    c = { diskSize = "8g"; disks.data.path = "/dev/mapper/vg0-my--data"; };
    d = { diskSize = "8g"; disks.data = { path = "/dev/vg0/my-data"; readOnly = true; }; };
    e = { diskSize = "8g"; disks.data.path = "/dev/nvme0n1p1"; };
    f = { diskSize = "8g"; disks.data.path = "/dev/nvme0n1p2"; };
    g = { diskSize = "8g"; disks.data.path = "/dev/disk/by-id/ata-X-part1"; };
    h = { diskSize = "8g"; disks.data.path = "/dev/disk/by-id/ata-X"; };
    i = { diskSize = "8g"; disks.data.path = "/srv//x.raw"; };
    j = { diskSize = "8g"; disks.data.path = "/srv/x.raw/"; };
    k = { diskSize = "8g"; disks.data = { path = "/srv/ro.raw"; readOnly = true; }; };
    l = { diskSize = "8g"; disks.data = { path = "/srv/ro.raw"; readOnly = true; }; };
  };
}
