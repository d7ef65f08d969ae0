{
  host.nic = "eno1";
  guests.alice = {
    diskSize = "20g";
    disks = {
      fast = { size = "1g"; format = "raw"; };
      pool.path = "/dev/vg/alice";
      tools = { path = "/srv/tools.iso"; readOnly = true; };
    };
    snapshot = { beforeRestart = true; keep = 2; };
  };
}
