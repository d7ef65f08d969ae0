import NixAST

extension Host {
  /// What the host's kernel needs.
  @BindingBuilder func kernel(_ features: Features) -> [Binding] {
    let settings = kernelSettings(features)
    if !settings.isEmpty { Nix.nested("boot") { settings } }
  }

  private func kernelSettings(_ features: Features) -> [Binding] {
    var settings: [Binding] = []
    let hasPCI = guests.contains { !$0.pci.isEmpty }
    var modules: [String] = []
    if accelerator == .kvm, !guests.isEmpty { modules.append("vhost_net") }
    if features.hasReady { modules.append("vhost_vsock") }
    if hasPCI { modules.append("vfio_pci") }
    if !modules.isEmpty {
      settings.append("kernelModules" => .list(modules.map { .str($0) }))
    }
    if hasPCI, system == .x86 {
      // AMD's is on by itself.
      settings.append("kernelParams" => ["intel_iommu=on"])
    }
    let isolated = networks.filter(\.isIsolated)
    if !isolated.isEmpty {
      settings.append(
        Nix.nested("kernel.sysctl") {
          for network in isolated {
            // Slashes, because the name of an interface may have dots: sysctl.d(5).
            Attrpath("net/ipv4/conf/\(network.bridge)/forwarding") => false
          }
        })
    }
    return settings
  }

  /// What udev does with the devices that guests were given.
  @BindingBuilder var deviceRules: [Binding] {
    let rules = udevRules
    if !rules.isEmpty {
      ("services.udev.extraRules"
        => .string(Str(rules.joined(separator: "\n") + "\n", form: .indented))).spaced()
    }
  }

  private var udevRules: [String] {
    var rules: [String] = []
    for guest in guests {
      for address in guest.pci {
        rules.append(
          #"ACTION=="add", SUBSYSTEM=="pci", KERNEL=="\#(address)", ATTR{driver_override}="vfio-pci""#
        )
      }
    }
    if !rules.isEmpty { rules.append(#"SUBSYSTEM=="vfio", GROUP="kvm", MODE="0660""#) }
    for guest in guests {
      for device in guest.usb {
        rules.append(
          #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="\#(device.vendor)","#
            + #" ATTR{idProduct}=="\#(device.product)", OWNER="\#(guest.user)""#)
      }
    }
    return rules
  }
}
