import NixAST

extension Host {
  /// The service that runs a guest.
  func guestService(_ features: Features) -> Expr {
    .letIn {
      "taps" => Expr.variable("map")(.lambda("nic", body: Nix.nic["tap"]), Nix.guest["interfaces"])
      "tapDevices"
        => Expr.variable("map")(
          .lambda(
            "tap",
            body:
              "sys-subsystem-net-devices-\(Nix.lib["replaceStrings"](["-"], ["\\x2d"], .variable("tap"))).device"
          ), .variable("taps"))
      if features.hasHelpers {
        "sockets"
          => Expr.variable("map")(
            .lambda("helper", body: "\(Self.unit)-\(Expr.variable("helper")).socket"),
            Nix.lib["attrNames"](Expr.variable("helpers")(Nix.guest)))
      }
    } body: {
      .set {
        "description" => "Guest \(Nix.name)"
        "wantedBy" => features.hasManualStart
          ? Nix.lib["optional"](Nix.guest("autostart", or: true), "multi-user.target")
          : ["multi-user.target"]
        requirements(features)
        "after" => startOrder(features)
        if features.installs.contains(.iso) { installedCondition(features) }
        if features.hasUntouched {
          "restartIfChanged" => Nix.guest("restartIfChanged", or: true)
        }
        "startLimitIntervalSec" => 60
        "serviceConfig" => configuration(features)
        preparation(features)
        "script" => .string(script(features))
        "preStop" => "\(Nix.getExe("powerOffGuest")) /run/guests/\(Nix.name)/qmp.sock \"$MAINPID\""
      }
    }
  }

  // MARK: - Order

  /// The unit of an installation that the guest waits for.
  private func installation(_ features: Features) -> Expr? {
    let unit: Expr = ["\(Self.installUnit).service"]
    guard features.installs.contains(.iso) else {
      if features.installs.isEmpty { return nil }
      return features.allAreInstalled ? unit : Nix.optionals("install", unit)
    }
    if features.installs.count == 1 { return nil }
    return Nix.lib["optionals"](
      .op(Nix.guest("install", or: "iso"), .notEqual, "iso"), unit)
  }

  @BindingBuilder private func requirements(_ features: Features) -> [Binding] {
    let required = [installation(features), features.hasHelpers ? .variable("sockets") : nil]
      .compactMap(\.self)
    if !required.isEmpty { "requires" => Nix.concat(required) }
    if features.installs.contains(.iso) {
      let installer: Expr = ["\(Self.installUnit).service"]
      "wants"
        => Nix.concat([
          .variable("tapDevices"),
          features.installs.count == 1 && features.allAreInstalled
            ? installer
            : Nix.lib["optionals"](
              .op(Nix.guest("install", or: "none"), .equal, "iso"), installer),
        ])
    } else {
      "wants" => .variable("tapDevices")
    }
  }

  /// A guest that a person installs is started once that is done.
  private func installedCondition(_ features: Features) -> Binding {
    let path = Expr.string(rootFile)
    guard features.installs.count > 1 || !features.allAreInstalled else {
      return "unitConfig.ConditionPathExists" => path
    }
    return "unitConfig"
      => Nix.lib["optionalAttrs"](
        .op(Nix.guest("install", or: "none"), .equal, "iso"),
        .set { "ConditionPathExists" => path })
  }

  private func startOrder(_ features: Features) -> Expr {
    let unit: Expr = .str("network.target")
    let network = Expr.variable("map")(
      .lambda("tap", body: "\(Expr.variable("tap"))-netdev.service"), .variable("taps"))
    var parts: [Expr] = []
    if features.allAreInstalled, !features.installs.contains(.iso) {
      parts.append([unit, "\(Self.installUnit).service"])
    } else {
      parts.append([unit])
      if let installation = installation(features) { parts.append(installation) }
    }
    parts += [.variable("tapDevices"), network]
    if features.hasHelpers { parts.append(.variable("sockets")) }
    if features.hasOrder {
      parts.append(
        Expr.variable("map")(
          .lambda("other", body: "qemu-guest-\(Expr.variable("other")).service"),
          Nix.guest("after", or: [])))
    }
    return Nix.concat(parts)
  }

  // MARK: - What it may do

  private func configuration(_ features: Features) -> Expr {
    let own = Expr.set {
      "Type" => "exec"
      "DeviceAllow" => .list(devices.map { .str("\($0) rw") })
      addressing(features)
      "RuntimeDirectory" => "guests/\(Nix.name)"
      "RuntimeDirectoryMode" => "0700"
      "Restart" => features.restart.map { .str($0.rawValue) } ?? Nix.guest["restart"]
      "RestartSec" => 5
      "KillMode" => "mixed"
      "TimeoutStopSec" => features.shutdownTimeout.map { .int(Int64($0)) }
        ?? Nix.guest["shutdownTimeout"]
    }
    var parts = [Expr.variable("commonConfig")(Nix.name, Nix.guest), own]
    if features.hasServiceConfig { parts.append(Nix.guest("serviceConfig", or: [:])) }
    return Nix.join(parts, .update)
  }

  @BindingBuilder private func addressing(_ features: Features) -> [Binding] {
    if features.hasTCPDisplay {
      let isTCP = tcpDisplay(features)
      "IPAddressAllow" => Nix.lib["mkIf"](isTCP, .str(features.vncPeers))
      "RestrictAddressFamilies"
        => .op(["AF_UNIX"], .concat, Nix.lib["optionals"](isTCP, ["AF_INET", "AF_INET6"]))
    } else {
      "RestrictAddressFamilies" => "AF_UNIX"
    }
  }

  private func tcpDisplay(_ features: Features) -> Expr {
    let hasDisplay = Nix.guestHas("vncDisplay")
    guard features.hasSocketDisplay else { return hasDisplay }
    let isSocket = Nix.lib["hasPrefix"]("unix:", Nix.guest["vncDisplay"])
    return .op(hasDisplay, .and, .unary(UnaryOperation(.not, isSocket)))
  }

  // MARK: - What it runs

  /// What is done before it starts, each step a list of words.
  private func preparation(_ features: Features) -> [Binding] {
    let root: [Expr] = [Nix.getExe("growDisk"), "root.qcow2", "qcow2", Nix.guest["diskSize"]]
    let isSimple = features.allHaveSize && !features.installs.contains(.iso)
    if isSimple, !features.makesDisks, features.firmware == .none {
      return ["preStart" => Nix.lib["escapeShellArgs"](.list(root))]
    }
    var steps: [Expr] = []
    if isSimple {
      steps.append([.list(root)])
    } else if features.hasSize {
      steps.append(Nix.lib["optional"](Nix.guestHas("diskSize"), .list(root)))
    }
    if features.makesDisks { steps.append(newDisks) }
    switch features.firmware {
    case .none: break
    case .some:
      steps.append(Nix.lib["optional"](Nix.guestHas("firmware"), .list(variablesCommand)))
    case .all: steps.append([.list(variablesCommand)])
    }
    guard !steps.isEmpty else { return [] }
    return [
      "preStart"
        => Nix.lib["concatMapStringsSep"]("\n", Nix.lib["escapeShellArgs"], Nix.concat(steps))
    ]
  }

  private var newDisks: Expr {
    let disk = Expr.variable("disk")
    let make: Expr = [Nix.getExe("makeDisk"), disk["file"], disk["format"], disk["size"]]
    return Expr.variable("map")(
      .lambda("disk", body: make),
      Nix.lib["filter"](
        .lambda("disk", body: .hasAttr(HasAttr(disk, "size"))), Nix.guest("disks", or: [])))
  }

  /// Makes the memory of a guest's firmware.
  var variablesCommand: [Expr] {
    let template = system == .arm ? "edk2-arm-vars.fd" : "edk2-i386-vars.fd"
    return [
      Nix.getExe("makeVariables"), "\(Nix.pkgs["qemu_kvm"])/share/qemu/\(template)",
    ]
  }

  private func script(_ features: Features) -> Str {
    let run: Str = "exec \(guestCommand(Expr.variable("guestArgs")(Nix.name, Nix.guest)))"
    guard features.hasReady else { return run }
    let port = Expr.variable("toString")(Nix.guest["readyPort"])
    let announce = Nix.lib["optionalString"](
      Nix.guestHas("readyPort"), "\(Nix.getExe("awaitReady")) \(port) &\n")
    return "\(announce)\(run)"
  }

  /// The command line of a guest, from the arguments that are its own.
  func guestCommand(_ arguments: Expr) -> Str {
    "\(Expr.variable("guestQemu")) \(Nix.lib["escapeShellArgs"](arguments))"
  }
}
