# A module as people wrote it by hand in 2017: a set of guests, mapped to a service each. The
# benchmark puts guests in place of the line that says so.
{
  config,
  pkgs,
  lib,
  ...
}:

with lib;

let
  guests = {
    # GUESTS
  };

  installer =
    (pkgs.nixos {
      imports = [ ./installer.nix ];
    }).config.system.build.isoImage;

  key = pkgs.writeText "authorized_keys" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop";

  keyDrive = pkgs.runCommand "key-drive" { } ''
    mkdir $out
    cp ${key} $out/authorized_keys
  '';
in
{
  networking.bridges.vbridge0.interfaces = [
    "enp0s31f6"
  ]
  ++ mapAttrsToList (name: guest: guest.netDevice) guests;
  networking.interfaces = {
    vbridge0.useDHCP = true;
    enp0s31f6.useDHCP = false;
  }
  // mapAttrs' (
    name: guest:
    nameValuePair guest.netDevice {
      virtual = true;
      virtualType = "tap";
    }
  ) guests;

  networking.firewall.trustedInterfaces = [ "vbridge0" ];

  systemd.services = mapAttrs' (
    name: guest:
    nameValuePair "qemu-guest-${name}" {
      wantedBy = [ "multi-user.target" ];
      script = ''
        disk=/var/lib/guests/${name}.qcow2
        if [ ! -f $disk ]; then
          ${pkgs.qemu_kvm}/bin/qemu-img create -f qcow2 $disk.tmp ${guest.diskSize}
          ${pkgs.qemu_kvm}/bin/qemu-kvm -m 1g -drive file=$disk.tmp,if=virtio -boot d \
            -cdrom ${installer}/iso/nixos.iso -drive file=fat:${keyDrive},if=virtio,readonly \
            -nographic | tee $disk.log
          grep INSTALL_SUCCESSFUL $disk.log
          mv $disk.tmp $disk
        fi
        exec ${pkgs.qemu_kvm}/bin/qemu-kvm -m ${guest.memory} -smp ${toString (guest.cpus or 1)} \
          -drive file=$disk,if=virtio -monitor unix:/run/${name}.sock,server,nowait \
          ${optionalString (guest ? vncDisplay) "-vnc ${guest.vncDisplay}"} \
          -netdev tap,id=net0,ifname=${guest.netDevice},script=no,downscript=no \
          -device virtio-net-pci,netdev=net0,mac=${guest.mac}
      '';
      preStop = ''
        echo system_powerdown | ${pkgs.socat}/bin/socat - unix:/run/${name}.sock
        sleep 10
      '';
    }
  ) guests;
}
