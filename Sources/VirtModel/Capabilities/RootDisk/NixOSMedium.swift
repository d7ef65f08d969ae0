import NixAST

/// The system that NixOS guests are installed with, and the medium that installs it.
struct NixOSMedium {
  /// Which guests have UEFI: one system for all of them.
  let firmware: Presence
  /// Whether guests have modules of their own.
  let hasModules: Bool
  /// The serial port that the host reads.
  let serialPort: String

  /// The variables of the module.
  @BindingBuilder var bindings: [Binding] {
    ("guestConfiguration" => guestConfiguration)
      .commented("The NixOS configuration of installed guests; also in their /etc/nixos.").spaced()
    let comment =
      "Boots, installs guestSystem on the disk with the serial number \"root\", and"
      + " powers off."
    if hasModules {
      ("etcNixos" => .lambda("modules", body: etcNixos))
        .commented("/etc/nixos of a guest with its own modules.").spaced()
      ("installerWith"
        => .lambda(
          "modules",
          body: .letIn {
            let all: Expr = .set {
              "imports" => .op([.variable("guestConfiguration")], .concat, .variable("modules"))
            }
            "guestSystem" => Nix.pkgs["nixos"](all)["config.system.build.toplevel"]
          } body: {
            installer
          })).commented(comment).spaced()
      "commonInstaller" => Expr.variable("installerWith")([])
      "installer"
        => .lambda(
          "guest",
          body: .ifElse(
            Nix.guestHas("modules"), then: Expr.variable("installerWith")(Nix.guest["modules"]),
            else: .variable("commonInstaller")))
    } else {
      "guestSystem"
        => Nix.pkgs["nixos"](.variable("guestConfiguration"))["config.system.build.toplevel"]
      ("installer" => installer).commented(comment).spaced()
    }
  }

  private var guestConfiguration: Expr {
    .set {
      "boot"
        => .set {
          "initrd.availableKernelModules" => ["virtio_blk", "virtio_pci"]
          "kernelParams" => ["console=tty0", .str("console=\(serialPort)")]
          Nix.nested("loader.grub") {
            "device" => firmware.isCertain ? "nodev" : "/dev/disk/by-id/virtio-root"
            if firmware.isPossible {
              "efiSupport" => true
              "efiInstallAsRemovable" => true
            }
          }
          "growPartition" => true
        }
      "fileSystems"
        => .set {
          Attrpath("/") => rootFileSystem
          if firmware.isPossible {
            Attrpath("/boot")
              => .set {
                "device" => "/dev/disk/by-label/BOOT"
                "fsType" => "vfat"
                "options" => ["umask=0077"]
              }
          }
          (Attrpath(AttrName(GuestBase.keysDirectory)) => GuestBase.keysFileSystem)
            .commented(GuestBase.keysComment)
        }
      ("networking.hostName" => "").commented(
        "All guests share one system; the name is in /etc/hostname.")
      "services.openssh" => GuestBase.openssh
      "system.stateVersion" => Nix.lib["trivial.release"]
    }
  }

  private var rootFileSystem: Expr {
    .set {
      "device" => "/dev/disk/by-label/nixos"
      "fsType" => "ext4"
      "autoResize" => true
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
              ("kernelParams" => [.str("console=\(serialPort)"), "panic=1", "boot.panic_on_fail"])
                .commented("A failure reboots, which ends QEMU.")
              "loader.timeout" => Nix.lib["mkForce"](1)
            }
          "isoImage.storeContents" => [.variable("guestSystem")]
          (Attrpath("systemd", "services", "serial-getty@\(serialPort)", "enable") => false)
            .commented("The console is for the installation only.")
          "systemd.services.install-guest" => installService
        }))
  }

  private var installService: Expr {
    let dosfstools = firmware.isPossible ? [Nix.pkgs["dosfstools"]] : []
    return .set {
      "wantedBy" => ["multi-user.target"]
      "path"
        => .list(
          dosfstools + [Nix.pkgs["e2fsprogs"], Nix.pkgs["parted"], "/run/current-system/sw"])
      "serviceConfig"
        => .set {
          "Type" => "oneshot"
          "StandardOutput" => "tty"
          "TTYPath" => .str("/dev/\(serialPort)")
        }
      ("unitConfig"
        => .set {
          "FailureAction" => "poweroff"
          "SuccessAction" => "poweroff"
        }).commented("Power off in any case: the host checks the marker for success.")
      "script" => .string(installScript)
    }
  }

  private var installScript: Str {
    let partitions = Str(Partitions(firmware).script)
    let files = hasModules ? copyModules : copyConfiguration
    return """
      disk=/dev/disk/by-id/virtio-root
      udevadm settle
      signature=0
      blkid --probe "$disk" || signature=$?
      if [ "$signature" != 2 ]; then # 2: nothing found
        echo "nixvirt: the disk is not blank, so nothing is installed"
        exit 1
      fi

      echo "nixvirt: partitioning"
      \(partitions)

      echo "nixvirt: installing"
      nixos-install --root /mnt --system \(.variable("guestSystem")) --no-root-passwd --no-channel-copy

      echo "nixvirt: handing over the host name"
      mount --mkdir --read-only /dev/disk/by-label/\(HandoverDrive.label) /run/handover
      install -D -m 0644 -t /mnt/etc /run/handover/hostname
      \(files)
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

  private var copyConfiguration: Str {
    "install -D -m 0644 \(configurationFile) /mnt/etc/nixos/configuration.nix"
  }

  private var copyModules: Str {
    """
    mkdir -p /mnt/etc/nixos
    cp -rL --no-preserve=mode \(Expr.variable("etcNixos")(.variable("modules")))/. /mnt/etc/nixos
    """
  }

  private var etcNixos: Expr {
    let modules: Expr = Nix.lib["imap1"](
      .lambda(
        "n",
        body: .lambda(
          "path",
          body: .set {
            "name" => "module-\(Expr.variable("toString")(.variable("n")))"
            Binding.inherit("path")
          })), .variable("modules"))
    let imports: Expr = Nix.lib["concatMapStrings"](
      .lambda("file", body: " ./\(Expr.variable("file")["name"])"), .variable("files"))
    return .letIn {
      "files" => modules
    } body: {
      Nix.pkgs["linkFarm"](
        "etc-nixos",
        .op(
          .variable("files"), .concat,
          [
            .set {
              "name" => "guest.nix"
              "path"
                => Nix.pkgs["writeText"](
                  "guest.nix",
                  Nix.lib["generators.toPretty"]([:], .variable("guestConfiguration")))
            },
            .set {
              "name" => "configuration.nix"
              "path"
                => Nix.pkgs["writeText"](
                  "configuration.nix", "{ imports = [ ./guest.nix\(imports) ]; }\n")
            },
          ]))
    }
  }
}

/// What the installer puts on a disk: a place for the boot loader of each firmware, and the rest.
private struct Partitions {
  let script: String

  init(_ firmware: Presence) {
    let bios = "mkpart bios 1MiB 2MiB set 1 bios_grub on"
    let (parted, boot, root) =
      switch firmware {
      case .never: ("\(bios) mkpart root ext4 2MiB 100%", nil as Int?, 2)
      case .when:
        (
          "\(bios) \\\n  mkpart boot fat32 2MiB 514MiB set 2 esp on mkpart root ext4 514MiB 100%",
          2, 3
        )
      case .always:
        ("mkpart boot fat32 1MiB 513MiB set 1 esp on mkpart root ext4 513MiB 100%", 1, 2)
      }
    var lines = [
      "parted --script \"$disk\" mklabel gpt \\\n  \(parted)",
      "udevadm settle",
      "mkfs.ext4 -q -L nixos \"$disk-part\(root)\"",
      "mount \"$disk-part\(root)\" /mnt",
    ]
    if let boot {
      lines += [
        "mkfs.vfat -n BOOT \"$disk-part\(boot)\"",
        "mount --mkdir \"$disk-part\(boot)\" /mnt/boot",
      ]
    }
    script = lines.joined(separator: "\n")
  }
}
