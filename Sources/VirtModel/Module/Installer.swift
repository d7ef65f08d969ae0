import NixAST

extension Host {
  /// The system that NixOS guests are installed with, and the medium that installs it.
  func nixosInstaller(_ features: Features) -> [Binding] {
    [
      ("guestConfiguration" => guestConfiguration)
        .commented("The NixOS that guests are installed with; also in their /etc/nixos.").spaced(),
      ("guestSystem"
        => Nix.pkgs["nixos"](.variable("guestConfiguration"))["config.system.build.toplevel"]),
      ("installer" => installer)
        .commented("Boots, installs guestSystem on the disk with the serial \"root\", powers off.")
        .spaced(),
    ]
  }

  private var guestConfiguration: Expr {
    .set {
      "boot"
        => .set {
          "initrd.availableKernelModules" => ["virtio_blk", "virtio_pci"]
          "kernelParams" => ["console=tty0", "console=ttyS0"]
          "loader.grub.device" => "/dev/disk/by-id/virtio-root"
          "growPartition" => true
        }
      Attrpath("fileSystems", "/")
        => .set {
          "device" => "/dev/disk/by-label/nixos"
          "fsType" => "ext4"
          "autoResize" => true
        }
      ("networking.hostName" => "").commented(
        "One system for all guests: /etc/hostname has the name.")
      "services.openssh"
        => .set {
          "enable" => true
          "settings.PasswordAuthentication" => false
        }
      "system.stateVersion" => Nix.lib["trivial.release"]
    }
  }

  private var installer: Expr {
    Nix.pkgs["nixos"](
      .lambda(
        .pattern("modulesPath", ellipsis: true),
        body: .set {
          "imports" => [
            "\(Expr.variable("modulesPath"))/installer/cd-dvd/installation-cd-minimal.nix"
          ]
          "boot"
            => .set {
              "kernelModules" => ["qemu_fw_cfg"]
              "kernelParams" => ["console=ttyS0"]
              "loader.timeout" => Nix.lib["mkForce"](1)
            }
          "isoImage.storeContents" => [.variable("guestSystem")]
          (Attrpath("systemd", "services", "serial-getty@ttyS0", "enable") => false)
            .commented("The console belongs to the installation.")
          "systemd.services.install-guest" => installService
        }))
  }

  private var installService: Expr {
    .set {
      "wantedBy" => ["multi-user.target"]
      "path" => [Nix.pkgs["e2fsprogs"], Nix.pkgs["parted"], "/run/current-system/sw"]
      "serviceConfig"
        => .set {
          "Type" => "oneshot"
          "StandardOutput" => "tty"
          "TTYPath" => "/dev/ttyS0"
        }
      ("unitConfig"
        => .set {
          "FailureAction" => "poweroff"
          "SuccessAction" => "poweroff"
        }).commented("Off in either case: the host tells success by the marker.")
      "script" => .string(installScript)
    }
  }

  private var installScript: Str {
    """
    disk=/dev/disk/by-id/virtio-root
    udevadm settle
    signature=0
    blkid --probe "$disk" || signature=$?
    if [ "$signature" != 2 ]; then # 2: nothing found
      echo "nixvirt: the disk is not blank, leaving it alone"
      exit 1
    fi

    echo "nixvirt: partitioning"
    parted --script "$disk" mklabel gpt \\
      mkpart boot 1MiB 2MiB set 1 bios_grub on mkpart root ext4 2MiB 100%
    udevadm settle
    mkfs.ext4 -q -L nixos "$disk-part2"
    mount "$disk-part2" /mnt

    echo "nixvirt: installing"
    nixos-install --root /mnt --system \(.variable("guestSystem")) --no-root-passwd --no-channel-copy

    echo "nixvirt: handing over keys and host name"
    mount --mkdir --read-only /dev/disk/by-label/HANDOVER /run/handover
    install -D -m 0600 -t /mnt/root/.ssh /run/handover/authorized_keys
    install -D -m 0644 -t /mnt/etc /run/handover/hostname
    install -D -m 0644 \(configurationFile) /mnt/etc/nixos/configuration.nix
    umount --recursive /mnt

    nonce=$(cat /sys/firmware/qemu_fw_cfg/by_name/opt/nixvirt/nonce/raw)
    printf '\\nINSTALL_SUCCESSFUL %s\\n' "$nonce"

    """
  }

  private var configurationFile: Expr {
    Nix.pkgs["writeText"](
      "configuration.nix",
      Nix.lib["generators.toPretty"]([:], .variable("guestConfiguration")))
  }
}
