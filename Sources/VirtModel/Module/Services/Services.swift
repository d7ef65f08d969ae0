import NixAST

extension Host {
  /// All services: for each guest one that runs it, one that makes its disk, and its helpers;
  /// changes to those that NixOS makes of the network.
  @BindingBuilder func services(_ features: Features) -> [Binding] {
    let perGuest = Nix.perGuest(servicesOfGuest(features))
    let ofGuests = Nix.lib["mergeAttrsList"](Nix.lib["mapAttrsToList"](perGuest, Nix.guests))
    if networks.isEmpty {
      ("systemd.services" => ofGuests).spaced()
    } else {
      let ofNetwork = Nix.lib["optionalAttrs"](
        .unary(UnaryOperation(.not, Nix.usesNetworkd)), .variable("scriptedNetworkServices"))
      ("systemd.services" => .op(ofGuests, .update, ofNetwork)).spaced()
    }
    if features.hasHelpers {
      let sockets = Nix.perGuest(Nix.forEachHelper(Expr.variable("helperSocket")))
      ("systemd.sockets"
        => Nix.lib["mergeAttrsList"](Nix.lib["mapAttrsToList"](sockets, Nix.guests))).spaced()
    }
    if !stateDirectory.isBelowVarLib { stateDirectories.spaced() }
  }

  private func servicesOfGuest(_ features: Features) -> Expr {
    let unit = Attrpath(AttrName(quoted: Self.unit))
    let run = Expr.variable("guestService")(Nix.name, Nix.guest)
    let install = installFunction(features)
    var parts: [Expr] = [.set { unit => run }]
    if features.allAreInstalled {
      parts = [
        .set {
          Attrpath(AttrName(quoted: Self.installUnit)) => install(Nix.name, Nix.guest)
          unit => run
        }
      ]
    } else if !features.installs.isEmpty {
      parts.append(
        Nix.lib["optionalAttrs"](
          Nix.guestHas("install"),
          .set { Attrpath(AttrName(quoted: Self.installUnit)) => install(Nix.name, Nix.guest) }))
    }
    if features.hasHelpers { parts.append(Nix.forEachHelper(.variable("helperService"))) }
    return Nix.join(parts, .update)
  }

  private func installFunction(_ features: Features) -> Expr {
    guard features.installs.contains(.iso) else { return .variable("installService") }
    guard features.installs.count > 1 else { return .variable("installerService") }
    return .ifElse(
      .op(Nix.guest["install"], .equal, "iso"), then: .variable("installerService"),
      else: .variable("installService"))
  }

  /// The unit that runs a guest.
  static var unit: Str { "qemu-guest-\(Nix.name)" }
  /// The unit that makes a guest's root disk.
  static var installUnit: Str { "qemu-guest-\(Nix.name)-install" }

  /// What the services of a guest have in common.
  @BindingBuilder func serviceFunctions(_ features: Features) -> [Binding] {
    ("commonConfig" => Nix.perGuest(commonConfig)).spaced()
    installServices(features)
    ("guestService" => Nix.perGuest(guestService(features))).spaced()
    helpers(features)
  }

  private var commonConfig: Expr {
    let directory = directory(of: Nix.name)
    return .op(
      .variable("hardening"), .update,
      .set {
        "User" => Nix.guest["user"]
        "Group" => Nix.guest["user"]
        if !groups.isEmpty { "SupplementaryGroups" => .list(groups.map { .str($0) }) }
        if stateDirectory.isBelowVarLib {
          "StateDirectory" => "\(stateDirectory.relativeToVarLib)/\(Nix.name)"
          "StateDirectoryMode" => "0700"
        } else {
          "ReadWritePaths" => [.string(directory)]
        }
        "WorkingDirectory" => .string(directory)
      })
  }

  /// The directory of a guest's disks: the text of the expression's value behind the host's.
  func directory(of name: Expr, _ file: String = "") -> Str {
    Str([.text("\(stateDirectory)/"), .interpolation(name), .text(file)])
  }

  /// systemd makes the directories of services below /var/lib only.
  private var stateDirectories: Binding {
    let directory: Expr = .set {
      "user" => Nix.guest["user"]
      "group" => Nix.guest["user"]
      "mode" => "0700"
    }
    return "systemd.tmpfiles.settings.guests"
      => Nix.lib["mapAttrs'"](
        Nix.perGuest(
          Nix.lib["nameValuePair"](
            .string(self.directory(of: Nix.name)), .set { "d" => directory })),
        Nix.guests)
  }
}

extension AbsolutePath {
  /// Whether systemd can make it as a `StateDirectory=`.
  var isBelowVarLib: Bool { description.hasPrefix("/var/lib/") }

  /// The path below `/var/lib`, where systemd keeps the directories that it makes for services.
  fileprivate var relativeToVarLib: String {
    String(description.dropFirst("/var/lib/".utf8.count))
  }
}
