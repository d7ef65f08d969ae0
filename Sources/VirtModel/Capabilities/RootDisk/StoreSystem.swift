import NixAST

/// The NixOS of guests that boot from the host's store.
struct StoreSystem {
  let use: ModuleUse
  /// The serial port that the host reads.
  let serialPort: String
  /// The guests' requirements.
  let needs: GuestNeeds

  private var isShared: Bool { use.has(StoreBoot.attribute, "shared") }
  private var isOwn: Bool { use.has(StoreBoot.attribute, "own") }
  private var isWritable: Bool { use.has(StoreBoot.attribute, "writable") }

  /// The variables of the module.
  @BindingBuilder var bindings: [Binding] {
    ("storeConfiguration" => configuration)
      .commented("The NixOS configuration of guests that boot from the host's store.").spaced()
    if isWritable {
      ("readOnlyStore" => .set { readOnlyStore }).spaced()
      ("writableStore" => writableStore)
        .commented("Packages that a guest builds are on its own disk.").spaced()
    }
    ("nixosWith"
      => .lambda(
        "modules",
        body: Nix.pkgs["nixos"](
          .set {
            "imports"
              => .op(
                [GuestBase.overridable(.variable("storeConfiguration"))], .concat,
                .variable("modules"))
          })["config.system.build.toplevel"])).spaced()
    if isShared {
      ("sharedSystem"
        => Expr.variable("nixosWith")(
          .list(
            [.set { "networking.hostName" => "" }]
              + (isWritable ? [.variable("readOnlyStore")] : []))))
        .commented(
          "Guests without modules share a system; their names are on their kernels' command lines.")
    }
    ("storeSystems" => Nix.lib["mapAttrs"](Nix.perGuest(system), Nix.guests)).spaced()
  }

  private var system: Expr {
    if !isOwn { return .variable("sharedSystem") }
    let name: Expr = [.set { "networking.hostName" => Nix.lib["mkDefault"](Nix.name) }]
    var modules = [name]
    if isWritable {
      modules.append([
        .ifElse(
          Nix.guest("store.writable", or: false), then: .variable("writableStore"),
          else: .variable("readOnlyStore"))
      ])
    }
    modules.append(Nix.guest("store.modules", or: []))
    let own = GuestBase.named(Expr.variable("nixosWith")(Nix.concat(modules)))
    return isShared
      ? .ifElse(
        .op(Nix.guest["store"], .equal, [:]), then: .variable("sharedSystem"), else: own) : own
  }

  private var configuration: Expr {
    .set {
      "boot"
        => .set {
          "initrd"
            => .set {
              "availableKernelModules" => needs.kernelModules("erofs", "overlay")
              "systemd.enable" => true
            }
          "kernelParams" => ["console=tty0", .str("console=\(serialPort)")]
          "loader.grub.enable" => false
        }
      GuestBase.documentation
      "fileSystems"
        => .set {
          Attrpath("/")
            => .set {
              "device" => "/dev/disk/by-id/virtio-root"
              "fsType" => "ext4"
              ("autoFormat" => true).commented("Only a disk without a file system.")
              "autoResize" => true
            }
          (Attrpath(AttrName(GuestBase.keysDirectory)) => GuestBase.keysFileSystem)
            .commented(GuestBase.keysComment)
        }
      needs.networking
      if !isWritable { readOnlyStore }
      "services.openssh" => GuestBase.openssh
      needs.agent
      "system.stateVersion" => Nix.lib["trivial.release"]
      ("systemd.services.nixvirt-booted"
        => .set {
          "description" => "Tell the host that the system is up"
          "wantedBy" => ["multi-user.target"]
          "after" => ["multi-user.target"]
          "serviceConfig.Type" => "oneshot"
          "script" => .str("echo '\(StoreBoot.bootedMark)' >/dev/\(serialPort)")
        }).commented("The host then removes images of older stores.")
      needs.hostKey
    }
  }

  private var store: String { "/dev/disk/by-id/virtio-\(StoreBoot.serial)" }

  private var register: String {
    """
    nix-store --load-db </nix/.ro-store/registration
    nix-store --verify

    """
  }

  private var image: [Binding] {
    [
      "device" => .str(store), "fsType" => "erofs", "options" => ["ro"],
    ]
  }

  @BindingBuilder private var readOnlyStore: [Binding] {
    Attrpath("fileSystems", "/nix/store") => .set { image }
    // As a part of the base it is a default already.
    "nix.enable" => isWritable ? Nix.lib["mkDefault"](false) : false
  }

  private var writableStore: Expr {
    .set {
      "fileSystems"
        => .set {
          Attrpath(AttrName("/nix/.ro-store"))
            => .set {
              image
              "neededForBoot" => true
            }
          Attrpath("/nix/store")
            => .set {
              "overlay"
                => .set {
                  "lowerdir" => ["/nix/.ro-store"]
                  "upperdir" => "/nix/.rw-store/upper"
                  "workdir" => "/nix/.rw-store/work"
                }
            }
        }
      "nix.enable" => true
      ("systemd.services.nixvirt-store"
        => .set {
          "description" => "Register the paths of the host's image with Nix"
          "wantedBy" => ["sysinit.target"]
          "before" => ["sysinit.target", "shutdown.target", "nix-daemon.socket"]
          "after" => ["local-fs.target"]
          "conflicts" => ["shutdown.target"]
          "unitConfig.DefaultDependencies" => false
          "serviceConfig.Type" => "oneshot"
          "path" => ["/run/current-system/sw"]
          "script" => .string(Str(register, form: .indented))
        }).commented("Also forgets those of earlier images.")
    }
  }
}
