{ pkgs, ... }:
let
  disks = "/srv/vm";
in
{
  networking.bridges.br0.interfaces = [
    "eno1"
    "tap-web"
    "tap-db0"
    "tap-db1"
  ];

  systemd.services.vm-web = {
    description = "The web server";
    wantedBy = [ "multi-user.target" ];
    script = ''
      # Its disk was made by hand, like those of all guests.
      exec ${pkgs.qemu_kvm}/bin/qemu-system-x86_64 -enable-kvm -cpu host -m 2G -smp 2 \
        -drive file=${disks}/web.qcow2,if=virtio,format=qcow2 \
        -netdev tap,id=net0,ifname=tap-web,script=no,downscript=no \
        -device virtio-net-pci,netdev=net0,mac=52:54:00:aa:bb:01 \
        -vnc :3 -cdrom /srv/iso/rescue.iso -nographic
    '';
    serviceConfig.Restart = "always";
  };

  systemd.services."qemu-db" = {
    serviceConfig.ExecStart = "${pkgs.qemu}/bin/qemu-kvm -name db -m 4096 -smp 4,sockets=1,cores=2,threads=2 -drive file=/dev/zvol/tank/db,format=raw,if=virtio -hdb /srv/vm/dump.img -nic tap,ifname=tap-db0,mac=52:54:00:aa:bb:02 -nic tap,ifname=tap-db1 -device vfio-pci,host=01:00.0 -device usb-tablet";
  };

  systemd.services.backup.script = "rsync -a /srv/vm /backup";
}
