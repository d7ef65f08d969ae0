import NixAST

/// A guest in the module: an attribute for each of its properties, every value resolved.
///
/// It is written in full. Values that all guests share are taken out later, and written once.
struct GuestParagraph {
  /// An attribute with its name.
  struct Attribute {
    let name: String
    let binding: Binding

    var value: Expr? {
      if case .attr(let attr) = binding { attr.value } else { nil }
    }
  }

  /// The description's directory, seen from the module's.
  let folder: String
  /// The keys that every guest of the host has first; they are a variable.
  let commonKeys: [SSHPublicKey]?
  /// The attributes, in order.
  private(set) var attributes: [Attribute] = []
  /// Words for QEMU that only this guest has: they stand after what guests share.
  var devices: [String] = []
  /// Access and limits of its unit.
  var service = ServiceSettings()
  /// Whether it has devices behind bridges of the PCI bus.
  var hasBridges = false
  /// Files of the host that it needs: the unit waits for their mounts.
  var mounts: [AbsolutePath] = []
  /// Files of the host that only its installation needs.
  var installMounts: [AbsolutePath] = []
  /// Words for QEMU that stand after all others.
  var lastArguments: [String] = []

  init(folder: String, commonKeys: [SSHPublicKey]?) {
    self.folder = folder
    self.commonKeys = commonKeys
    attributes.reserveCapacity(16)
  }

  /// Appends an attribute.
  mutating func set(_ name: String, _ value: Expr) {
    attributes.append(Attribute(name: name, binding: Attrpath(AttrName(name)) => value))
  }

  /// Appends an attribute with a binding of another form.
  mutating func set(_ name: String, _ binding: Binding) {
    attributes.append(Attribute(name: name, binding: binding))
  }

  /// Adds an option of QEMU and its value to the words that only this guest has.
  mutating func device(_ option: String, _ value: String) {
    devices.append(option)
    devices.append(value)
  }

  /// Appends what was collected for QEMU and systemd.
  mutating func finish(_ platform: Platform) {
    if hasBridges { set("bridges", true) }
    if !mounts.isEmpty { set("mounts", .list(mounts.map { .str(UnitValue.path($0)) })) }
    if !installMounts.isEmpty {
      set("installMounts", .list(installMounts.map { .str(UnitValue.path($0)) }))
    }
    if !devices.isEmpty { set("devices", .list(devices.map { .str($0) })) }
    let settings = service.settings(platform)
    if !settings.isEmpty { set("serviceConfig", Nix.nested("serviceConfig", settings)) }
    if !lastArguments.isEmpty { set("extraArgs", .list(lastArguments.map { .str($0) })) }
  }
}

extension Nix {
  /// `path = { … }`, or `path.Key = …` of a single setting.
  static func nested(_ path: Attrpath, _ settings: [UnitSetting]) -> Binding {
    nested(path) {
      for setting in settings { Attrpath(setting.key.name) => setting.value }
    }
  }
}
