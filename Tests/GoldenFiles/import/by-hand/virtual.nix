# Guests of the home server.
{ config, pkgs, lib, ... }:

with lib;

let
  guests = {
    # Mail and calendar.
    alice = {
      memory = "1g";
      diskSize = "40g";
      vncDisplay = "localhost:1";
      netDevice = "tap0";
    };
    bob = { memory = "1g"; diskSize = "20g"; vncDisplay = "localhost:2"; netDevice = "tap1"; };
  };

  installer = (import <nixpkgs/nixos/lib/eval-config.nix> {
    system = "x86_64-linux";
    modules = [ ./installer.nix ];
  }).config.system.build.isoImage;

  key = pkgs.writeText "authorized_keys" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop";

  keyDrive = pkgs.runCommand "key-drive" { } ''
    mkdir $out
    cp ${key} $out/authorized_keys
  '';
in
{
  networking.bridges.vbridge0.interfaces = [ "enp0s31f6" "tap0" "tap1" ];
  networking.interfaces.vbridge0.useDHCP = true;
  networking.interfaces.enp0s31f6.useDHCP = false;
  networking.interfaces.tap0 = { virtual = true; virtualType = "tap"; };
  networking.interfaces.tap1 = { virtual = true; virtualType = "tap"; };

  networking.firewall.trustedInterfaces = [ "vbridge0" ];

  systemd.services = mapAttrs' (name: guest: nameValuePair "qemu-guest-${name}" {
    wantedBy = [ "multi-user.target" ];
    script = ''
      disk=/var/lib/guests/${name}.qcow2
      if [ ! -f $disk ]; then
        ${pkgs.qemu_kvm}/bin/qemu-img create -f qcow2 $disk ${guest.diskSize}
        ${pkgs.qemu_kvm}/bin/qemu-kvm -m 1g -drive file=$disk,if=virtio -cdrom ${installer}/iso/nixos.iso
      fi
      exec ${pkgs.qemu_kvm}/bin/qemu-kvm -m ${guest.memory} -drive file=$disk,if=virtio \
        -vnc ${guest.vncDisplay} -netdev tap,id=net0,ifname=${guest.netDevice},script=no
    '';
    preStop = "echo system_powerdown | ${pkgs.socat}/bin/socat - unix:/run/${name}; sleep 10";
  }) guests;
}
