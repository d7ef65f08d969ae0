import NixAST

extension Host {
  /// The system that NixOS guests are installed with, and the medium that installs it.
  @BindingBuilder func nixosInstaller(_ features: Features) -> [Binding] {
    ("guestConfiguration" => guestConfiguration(features))
      .commented("The NixOS that guests are installed with; also in their /etc/nixos.").spaced()
    let comment = "Boots, installs guestSystem on the disk with the serial \"root\", powers off."
    if features.hasModules {
      ("etcNixos" => .lambda("modules", body: etcNixos))
        .commented("/etc/nixos of a guest with modules of its own.").spaced()
      ("installerWith"
        => .lambda(
          "modules",
          body: .letIn {
            let all: Expr = .set {
              "imports" => .op([.variable("guestConfiguration")], .concat, .variable("modules"))
            }
            "guestSystem" => Nix.pkgs["nixos"](all)["config.system.build.toplevel"]
          } body: {
            installer(features)
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
      ("installer" => installer(features)).commented(comment).spaced()
    }
  }

  private var serialPort: String { system == .arm ? "ttyAMA0" : "ttyS0" }

  private func guestConfiguration(_ features: Features) -> Expr {
    .set {
      "boot"
        => .set {
          "initrd.availableKernelModules" => ["virtio_blk", "virtio_pci"]
          "kernelParams" => ["console=tty0", .str("console=\(serialPort)")]
          Nix.nested("loader.grub") {
            "device" => features.firmware == .all ? "nodev" : "/dev/disk/by-id/virtio-root"
            if features.firmware != .none {
              "efiSupport" => true
              "efiInstallAsRemovable" => true
            }
          }
          "growPartition" => true
        }
      if features.firmware == .none {
        Attrpath("fileSystems", "/") => rootFileSystem
      } else {
        "fileSystems"
          => .set {
            Attrpath("/") => rootFileSystem
            Attrpath("/boot")
              => .set {
                "device" => "/dev/disk/by-label/BOOT"
                "fsType" => "vfat"
                "options" => ["umask=0077"]
              }
          }
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

  private var rootFileSystem: Expr {
    .set {
      "device" => "/dev/disk/by-label/nixos"
      "fsType" => "ext4"
      "autoResize" => true
    }
  }

  private func installer(_ features: Features) -> Expr {
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
                .commented("It reboots when it fails, which ends QEMU.")
              "loader.timeout" => Nix.lib["mkForce"](1)
            }
          "isoImage.storeContents" => [.variable("guestSystem")]
          (Attrpath("systemd", "services", "serial-getty@\(serialPort)", "enable") => false)
            .commented("The console belongs to the installation.")
          "systemd.services.install-guest" => installService(features)
        }))
  }

  private func installService(_ features: Features) -> Expr {
    let dosfstools = features.firmware == .none ? [] : [Nix.pkgs["dosfstools"]]
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
        }).commented("Off in either case: the host tells success by the marker.")
      "script" => .string(installScript(features))
    }
  }

  private func installScript(_ features: Features) -> Str {
    let partitions = Str(Partitions(features.firmware).script)
    let files = features.hasModules ? copyModules : copyConfiguration
    return """
      disk=/dev/disk/by-id/virtio-root
      udevadm settle
      signature=0
      blkid --probe "$disk" || signature=$?
      if [ "$signature" != 2 ]; then # 2: nothing found
        echo "nixvirt: the disk is not blank, leaving it alone"
        exit 1
      fi

      echo "nixvirt: partitioning"
      \(partitions)

      echo "nixvirt: installing"
      nixos-install --root /mnt --system \(.variable("guestSystem")) --no-root-passwd --no-channel-copy

      echo "nixvirt: handing over keys and host name"
      mount --mkdir --read-only /dev/disk/by-label/HANDOVER /run/handover
      install -D -m 0600 -t /mnt/root/.ssh /run/handover/authorized_keys
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

  init(_ firmware: Features.Use) {
    let bios = "mkpart bios 1MiB 2MiB set 1 bios_grub on"
    let (parted, boot, root) =
      switch firmware {
      case .none: ("\(bios) mkpart root ext4 2MiB 100%", nil as Int?, 2)
      case .some:
        (
          "\(bios) \\\n  mkpart boot fat32 2MiB 514MiB set 2 esp on mkpart root ext4 514MiB 100%",
          2, 3
        )
      case .all:
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
