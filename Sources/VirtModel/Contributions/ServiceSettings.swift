import NixAST

/// A setting of a unit that only one guest has, by its name in the section `[Service]`.
struct UnitSetting {
  var key: Identifier
  var value: Expr

  init(_ key: Identifier, _ value: Expr) {
    self.key = key
    self.value = value
  }
}

/// What a guest's unit has in place of what all units have: access to what the guest was given of
/// the host, and limits of systemd.resource-control(5).
struct ServiceSettings {
  /// Kinds of devices, in the order in which `DeviceAllow=` names them.
  enum DevicePlace: CaseIterable {
    case disks, passthrough, sockets
  }

  /// Limits of systemd.resource-control(5).
  var limits: [UnitSetting] = []
  /// Devices besides those that all guests may use, with the rights: `/dev/sdb r`.
  var devices = Placed<DevicePlace, String>()
  /// Groups besides those that all guests are in.
  var groups: [String] = []
  /// Whether it may keep all of its memory from being moved.
  var locksMemory = false
  /// Families of sockets that its screen needs; all guests with such a screen have them.
  var displayFamilies: [String] = []
  /// Families of sockets that only this guest has.
  var families: [String] = []
  /// Files of the host that it may write to.
  var writablePaths: [AbsolutePath] = []
  /// Whether it uses files in a home directory.
  var seesHome = false
  /// How systemd hears that it is up.
  var notification: [UnitSetting] = []

  /// The settings, in their order in the unit, with what all guests have.
  func settings(_ platform: Platform? = nil) -> [UnitSetting] {
    var settings = limits
    func set(_ key: Identifier, _ value: Expr) { settings.append(UnitSetting(key, value)) }
    if !devices.isEmpty {
      set(
        "DeviceAllow",
        .list(((platform?.devices ?? []).map { "\($0) rw" } + devices.items).map { .str($0) }))
    }
    if !groups.isEmpty {
      set("SupplementaryGroups", .list(((platform?.groups ?? []) + groups).map { .str($0) }))
    }
    if locksMemory { set("LimitMEMLOCK", "infinity") }
    if !families.isEmpty {
      let all = ["AF_UNIX"] + displayFamilies + families.sorted()
      set("RestrictAddressFamilies", .list(all.map { .str($0) }))
    }
    if !writablePaths.isEmpty {
      set("ReadWritePaths", .list(writablePaths.map { .str(UnitValue.path($0)) }))
    }
    if seesHome { set("ProtectHome", false) }
    return settings + notification
  }
}

/// Text as the settings of a unit file take it, see systemd.syntax(7) and "Specifiers" in
/// systemd.unit(5).
enum UnitValue {
  /// A path as one word: specifiers are escaped, and quotes put where it holds blanks or quotes.
  static func path(_ path: AbsolutePath) -> String {
    var text = ""
    var needsQuotes = false
    for scalar in path.description.unicodeScalars {
      switch scalar {
      case "%": text += "%%"
      case "\"", "\\":
        text += "\\\(scalar)"
        needsQuotes = true
      case " ", "'":
        text.unicodeScalars.append(scalar)
        needsQuotes = true
      default: text.unicodeScalars.append(scalar)
      }
    }
    return needsQuotes ? "\"\(text)\"" : text
  }
}

extension AbsolutePath {
  /// Whether it names a device node.
  var isDevice: Bool { isBelow("/dev") }

  /// Whether `ProtectHome=` hides it.
  var isHome: Bool {
    ["/home", "/root", "/run/user"].contains(where: isAtOrBelow)
  }
}
