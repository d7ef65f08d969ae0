{
  host.nic = "eno1";
  guests = {
    a = { image = "/home/me/debian.qcow2"; };
    b = { iso = "/root/debian.iso"; diskSize = "8g"; vncDisplay = ":1"; };
    c = { image = "/dev/sr0"; };
    d = {
      diskSize = "8g";
      disks = {
        scratch.path = "/tmp/scratch.raw";
        fast.path = "/dev/shm/fast.raw";
        config.path = "/etc/disk.raw";
        stored.path = "/nix/store/00bgd045z0d4icpbc2yyz4gx48ak44la-x/disk.raw";
        mine.path = "/root/disk.raw";
        other.path = "/var/lib/guests/a/root.qcow2";
        seed = { path = "/etc/seed.img"; readOnly = true; };
        secret = { path = "/run/agenix/seed.img"; readOnly = true; };
      };
      shares.tmp.source = "/var/tmp/x";
      shares.other.source = "/var/lib/guests/a";
    };
  };
}
