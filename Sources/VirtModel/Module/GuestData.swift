import NixAST

/// What the paragraphs of a host's guests leave out, because it is said once for all of them.
struct SharedValues {
  /// The keys that every guest has first; they are a variable.
  var sshKeys: [SSHPublicKey]?
  var firmware = false
  var install = false
  var restart = false
  var shutdownTimeout = false

  /// Nothing: a paragraph says all that there is to say.
  init() {}

  init(_ host: Host, _ features: Features) {
    sshKeys = host.sharedKeys
    firmware = features.firmware != .some
    install = !features.namesInstall
    restart = features.restart != nil
    shutdownTimeout = features.shutdownTimeout != nil
  }
}

extension Host {
  /// The guests as data: a paragraph each, every value resolved.
  @BindingBuilder func guestData(_ features: Features, from folder: String) -> [Binding] {
    let shared = SharedValues(self, features)
    if let keys = shared.sshKeys {
      "sshKeys" => .list(keys.map { .str($0.description) })
    }
    let data =
      "guests"
      => .set {
        for guest in guests {
          Attrpath(guest.name.description) => .set { paragraph(guest, leavingOut: shared, folder) }
        }
      }
    shared.sshKeys == nil ? data : data.spaced()
  }

  /// The keys that all guests have, if that are enough to be worth a name.
  fileprivate var sharedKeys: [SSHPublicKey]? {
    guard let first = guests.first?.sshKeys, !first.isEmpty, guests.count > 1 else { return nil }
    // By index: a guest is large, and would be copied.
    let common = first.filter { key in
      guests.indices.allSatisfy { guests[$0].sshKeys.contains(key) }
    }
    let areFirst = guests.indices.allSatisfy { guests[$0].sshKeys.starts(with: common) }
    return common.isEmpty || !areFirst ? nil : common
  }

  /// What the module says of a guest.
  @BindingBuilder func paragraph(
    _ guest: Guest, leavingOut shared: SharedValues, _ folder: String
  ) -> [Binding] {
    "user" => .str(guest.user.description)
    "cpus" => guest.cpus.expr
    "memory" => .str(guest.memory.description)
    if !shared.firmware, guest.firmware == .uefi { "firmware" => "uefi" }
    installation(guest, shared, folder)
    if let size = guest.installedSize { "diskSize" => .str(size.description) }
    let disks = guest.listedDisks
    if !disks.isEmpty { "disks" => .list(disks.map(\.expr)) }
    "interfaces" => .list(guest.interfaces.map { expr(of: $0) })
    if let display = guest.vncDisplay { "vncDisplay" => .str(QEMU.escaped(display.description)) }
    keys(guest.sshKeys, shared.sshKeys)
    if !shared.shutdownTimeout { "shutdownTimeout" => .int(Int64(guest.shutdownTimeout)) }
    if !shared.restart { "restart" => .str(guest.restart.rawValue) }
    if !guest.autostart { "autostart" => false }
    if !guest.restartIfChanged { "restartIfChanged" => false }
    if !guest.after.isEmpty { "after" => .list(guest.after.map { .str($0.description) }) }
    if !guest.shares.isEmpty {
      "shares"
        => .set {
          for share in guest.shares { Attrpath(share.tag.description) => share.expr }
        }
    }
    if guest.tpm { "tpm" => true }
    if guest.ready { "readyPort" => .int(Int64(guest.contextID)) }
    let devices = devices(of: guest)
    if !devices.isEmpty { "devices" => .list(devices.map { .str($0) }) }
    let settings = unitSettings(of: guest)
    if !settings.isEmpty {
      Nix.nested("serviceConfig") {
        for setting in settings { Attrpath(setting.key.name) => setting.value }
      }
    }
    if !guest.extraArgs.isEmpty { "extraArgs" => .list(guest.extraArgs.map { .str($0) }) }
  }

  @BindingBuilder private func installation(
    _ guest: Guest, _ shared: SharedValues, _ folder: String
  ) -> [Binding] {
    if !shared.install, let install = guest.install { "install" => .str(install.rawValue) }
    switch guest.rootDisk {
    case .image(let image, _): "image" => image.expr(from: folder)
    case .iso(let iso, _): "iso" => iso.expr(from: folder)
    case .nixos(_, let modules):
      if !modules.isEmpty { "modules" => .list(modules.map { $0.expr(from: folder) }) }
    case .blank, .existing: []
    }
  }

  private func keys(_ keys: [SSHPublicKey], _ shared: [SSHPublicKey]?) -> Binding {
    let own = keys.dropFirst(shared?.count ?? 0).map { Expr.str($0.description) }
    guard shared != nil else { return "sshKeys" => .list(own) }
    return own.isEmpty
      ? Self.inheritedKeys : ("sshKeys" => Nix.concat([.variable("sshKeys"), .list(own)]))
  }

  private static let inheritedKeys = Binding.inherit("sshKeys")

  private func expr(of interface: Guest.Interface) -> Expr {
    .set {
      "bridge" => .str(bridge(of: interface.network).description)
      "tap" => .str(interface.tap.description)
      "mac" => .str(interface.mac.description)
    }
  }

  private func bridge(of name: Label) -> InterfaceName {
    // The model has checked that there is one.
    networks.first { $0.name == name }?.bridge ?? Derived.bridge(network: name)
  }
}

extension CPUTopology {
  /// As QEMU's `-smp` takes it: a number, or the layout.
  fileprivate var expr: Expr {
    sockets == 1 && threads == 1
      ? .int(Int64(cores)) : .str("sockets=\(sockets),cores=\(cores),threads=\(threads)")
  }
}

extension Guest.ListedDisk {
  fileprivate var expr: Expr {
    .set {
      "serial" => .str(serial)
      switch storage {
      case .file(let size):
        "file" => .str(file)
        "format" => .str(format.rawValue)
        "size" => .str(size.description)
      case .existing(let path):
        "file" => .str(QEMU.escaped(file))
        if path.isDevice { "driver" => "host_device" }
        "format" => .str(format.rawValue)
      }
      if readOnly { "readOnly" => true }
    }
  }
}

extension Guest.Share {
  fileprivate var expr: Expr {
    .set {
      "source" => .str(source.description)
      let settings = unitSettings
      if !settings.isEmpty {
        Nix.nested("serviceConfig") {
          for setting in settings { Attrpath(setting.key.name) => setting.value }
        }
      }
    }
  }

  /// What the program that serves the share may do besides.
  private var unitSettings: [UnitSetting] {
    var settings: [UnitSetting] = []
    if !readOnly {
      settings.append(UnitSetting("ReadWritePaths", .list([.str(UnitValue.path(source))])))
    }
    if source.isBelowHome { settings.append(UnitSetting("ProtectHome", false)) }
    return settings
  }
}
