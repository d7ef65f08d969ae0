import NixAST

/// Writes what is set of the host's kernel and devices.
struct HostWriter {
  let host: Host
  let options: HostOptions

  /// The kernel's modules and parameters.
  @BindingBuilder var kernel: [Binding] {
    let settings = kernelSettings
    if !settings.isEmpty { Nix.nested("boot") { settings } }
  }

  @BindingBuilder private var kernelSettings: [Binding] {
    if !options.kernelModules.isEmpty {
      "kernelModules" => .list(options.kernelModules.map { .str($0) })
    }
    if !options.kernelParameters.isEmpty {
      "kernelParams" => .list(options.kernelParameters.map { .str($0) })
    }
    let ofNetworks = NetworkWriter(host).kernelSettings
    if !ofNetworks.isEmpty { Nix.nested("kernel.sysctl") { ofNetworks } }
  }

  /// The rules of udev for the devices that guests were given.
  @BindingBuilder var deviceRules: [Binding] {
    if !options.udevRules.isEmpty {
      ("services.udev.extraRules"
        => .string(Str(options.udevRules.joined(separator: "\n") + "\n", form: .indented)))
        .spaced()
    }
  }
}
