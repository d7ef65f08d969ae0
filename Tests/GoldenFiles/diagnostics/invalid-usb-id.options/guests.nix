{
  host.nic = "eno1";
  guests.alice = {
    diskSize = "10g";
    usb = [ { port = "2.3"; } { port = "0-1"; } { serial = "A\"; RUN+=\"x"; } { serial = ""; } ];
    requires = [ "zfs.target" "zfs" "a b.service" ".mount" ];
    cpuWeight = 0;
    oomScoreAdjust = 2000;
  };
}
