import NixAST

/// The system that NixOS guests are installed with, and the medium that installs it.
struct NixOSMedium {
  /// Which guests have UEFI: one system for all of them.
  let firmware: Presence
  /// Whether guests have modules of their own.
  let hasModules: Bool
  /// The guests that have nixpkgs.
  let withNixpkgs: Presence
  /// The serial port that the host reads.
  let serialPort: String

  /// Whether the host has the medium.
  let hasInstaller: Bool
  /// The guests' requirements.
  let needs: GuestNeeds

  /// The variables of the module.
  @BindingBuilder var bindings: [Binding] {
    if hasInstaller {
      ("guestConfiguration" => guestConfiguration)
        .commented("The NixOS configuration of installed guests; also in their /etc/nixos.")
        .spaced()
      if withNixpkgs.isPossible { HostNixpkgs.bindings }
      "guestSystem"
        => Nix.pkgs["nixos"](shared)["config.system.build.toplevel"]
      ("guestSystems" => Nix.lib["mapAttrs"](Nix.perGuest(system), Nix.guests)).spaced()
      EtcNixos(hasModules: hasModules, withNixpkgs: withNixpkgs).bindings
      ("installer" => installer)
        .commented(
          "Boots, installs the system that QEMU hands over on the disk with the serial number"
            + " \"root\", and powers off."
        ).spaced()
    }
  }

  private static let base = GuestBase.overridable(.variable("guestConfiguration"))

  /// The configuration of guests that add nothing and leave out nothing: they share a system.
  private var shared: Expr {
    guard withNixpkgs.isPossible else { return Self.base }
    return .set { "imports" => .list([Self.base, HostNixpkgs.module]) }
  }

  private var system: Expr {
    var parts: [Expr] = [
      .list([Self.base] + (withNixpkgs.isCertain ? [HostNixpkgs.module] : []))
    ]
    var differs: [Expr] = []
    if hasModules { differs.append(Nix.guestHas("modules")) }
    if case .when(let isAtHand) = withNixpkgs {
      parts.append(Nix.lib["optional"](isAtHand, HostNixpkgs.module))
      differs.append(.unary(UnaryOperation(.not, isAtHand)))
    }
    if hasModules {
      parts.append(differs.count == 1 ? Nix.guest["modules"] : Nix.guest("modules", or: []))
    }
    if differs.isEmpty { return .variable("guestSystem") }
    let own = Nix.pkgs["nixos"](.set { "imports" => Nix.concat(parts) })[
      "config.system.build.toplevel"]
    return .ifElse(
      Nix.join(differs, .or), then: GuestBase.named(own), else: .variable("guestSystem"))
  }

  private var guestConfiguration: Expr {
    .set {
      "boot"
        => .set {
          "initrd.availableKernelModules" => needs.kernelModules()
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
      GuestBase.documentation
      needs.networking
      "services.openssh" => GuestBase.openssh
      needs.agent
      "system.stateVersion" => Nix.lib["trivial.release"]
      needs.hostKey
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
          "imports"
            => .list(
              ["installer/cd-dvd/iso-image.nix", "profiles/minimal.nix", "profiles/qemu-guest.nix"]
                .map { "\(Expr.variable("modulesPath"))/\(Str($0))" })
          "boot"
            => .set {
              "kernelModules" => ["qemu_fw_cfg"]
              ("kernelParams" => [.str("console=\(serialPort)"), "panic=1", "boot.panic_on_fail"])
                .commented("A failure reboots, which ends QEMU.")
              "loader.timeout" => Nix.lib["mkForce"](1)
            }
          if firmware.isPossible { "isoImage.makeEfiBootable" => true }
          ("isoImage.squashfsCompression" => "zstd -Xcompression-level 3")
            .commented("It is read once, and made again after each update of the host.")
          Nix.nested("networking") {
            "firewall.enable" => false
            "useDHCP" => false
          }
          "system.stateVersion" => Nix.lib["trivial.release"]
          "users.allowNoPasswordLogin" => true
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
      handed=/sys/firmware/qemu_fw_cfg/by_name/opt/nixvirt
      mount --mkdir -t erofs -o ro /dev/disk/by-id/virtio-\(StoreBoot.serial) /run/store
      mkdir -p /mnt/nix/store
      cp -a -t /mnt/nix/store /run/store/*-*
      nix-store --store /mnt --load-db </run/store/registration
      nixos-install --root /mnt --system "$(cat $handed/system/raw)" --no-root-passwd --no-channel-copy

      echo "nixvirt: handing over the host name"
      mount --mkdir --read-only /dev/disk/by-label/\(HandoverDrive.label) /run/handover
      install -D -m 0644 -t /mnt/etc /run/handover/hostname
      mkdir -p /mnt/etc/nixos
      cp -r --no-preserve=mode "/run/store/$(cat $handed/nixos/raw)/." /mnt/etc/nixos
      # A disk that is full or fails is known only when all is written.
      sync --file-system /mnt /mnt/boot
      umount --recursive /mnt
      sync "$disk"*

      nonce=$(cat $handed/nonce/raw)
      printf '\\nINSTALL_SUCCESSFUL %s\\n' "$nonce"

      """
  }
}

/// The partitions that the installer makes: one for each firmware's boot loader, and the rest.
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
      "mount --mkdir \"$disk-part\(root)\" /mnt",
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
