import NixAST

extension Host {
  /// All services: for each guest one that makes its disk and one that runs it; changes to those
  /// that NixOS makes of the network.
  func services(_ features: Features) -> Binding {
    let perGuest = Nix.perGuest(
      .set {
        Attrpath(AttrName(quoted: "\(unit)-install"))
          => Expr.variable("installService")(Nix.name, Nix.guest)
        Attrpath(AttrName(quoted: unit)) => Expr.variable("guestService")(Nix.name, Nix.guest)
      })
    let ofGuests = Nix.lib["mergeAttrsList"](Nix.lib["mapAttrsToList"](perGuest, Nix.guests))
    guard !networks.isEmpty else { return "systemd.services" => ofGuests }
    let ofNetwork = Nix.lib["optionalAttrs"](
      .unary(UnaryOperation(.not, Nix.usesNetworkd)), .variable("scriptedNetworkServices"))
    return "systemd.services" => .op(ofGuests, .update, ofNetwork)
  }

  /// Scripted networking takes a bridge down with any of its ports, and makes it anew when anything
  /// of the network changes.
  var scriptedNetworkServices: [Binding] {
    guard !networks.isEmpty else { return [] }
    let bridges: Expr = .set {
      for network in networks {
        Attrpath("\(network.bridge)-netdev", "partOf") => Nix.lib["mkForce"]([])
      }
    }
    let tap: Expr = Nix.lib["nameValuePair"](
      "\(Nix.nic["tap"])-netdev",
      .set {
        "after" => ["\(Nix.nic["bridge"])-netdev.service"]
        "partOf" => Nix.lib["mkForce"]([])
        "restartIfChanged" => false
        "postStart" => "ip link set dev \(Nix.nic["tap"]) master \(Nix.nic["bridge"])"
      })
    let taps = Nix.lib["listToAttrs"](
      Expr.variable("map")(.lambda("nic", body: tap), .variable("nics")))
    return [
      ("scriptedNetworkServices" => .op(bridges, .update, taps))
        .commented(
          """
          networkd adds ports to a bridge one by one. Scripted networking takes the bridge down with
          any of them, so there a tap joins by itself, and bridge and taps are left alone by rebuilds.
          """
        ).spaced()
    ]
  }

  private var unit: Str { "qemu-guest-\(Nix.name)" }

  /// The functions that make the services.
  func serviceFunctions(_ features: Features) -> [Binding] {
    [
      ("commonConfig" => Nix.perGuest(commonConfig)).spaced(),
      ("installService" => Nix.perGuest(installService)).spaced(),
      ("guestService" => Nix.perGuest(guestService(features))).spaced(),
    ]
  }

  private var commonConfig: Expr {
    .op(
      .variable("hardening"), .update,
      .set {
        "User" => Nix.guest["user"]
        "Group" => Nix.guest["user"]
        if accelerator == .kvm { "SupplementaryGroups" => ["kvm"] }
        "StateDirectory" => "\(stateDirectory.relativeToVarLib)/\(Nix.name)"
        "StateDirectoryMode" => "0700"
        "WorkingDirectory" => "\(stateDirectory.description)/\(Nix.name)"
      })
  }

  // MARK: - The installation

  private var installService: Expr {
    .set {
      "description" => "Installation of guest \(Nix.name)"
      ("restartIfChanged" => false).commented("A rebuild does not interrupt it.")
      "serviceConfig"
        => .op(
          Expr.variable("commonConfig")(Nix.name, Nix.guest), .update,
          .set {
            "Type" => "oneshot"
            if accelerator == .kvm { "DeviceAllow" => ["/dev/kvm rw"] }
            "PrivateNetwork" => true
            "RestrictAddressFamilies" => "AF_UNIX"
          })
      "script"
        => "exec \(getExe("installGuest")) \(escaped([Nix.guest["diskSize"]])) \(command("installArgs"))"
    }
  }

  // MARK: - The guest

  private func guestService(_ features: Features) -> Expr {
    .letIn {
      "taps" => Expr.variable("map")(.lambda("nic", body: Nix.nic["tap"]), Nix.guest["interfaces"])
      "tapDevices"
        => Expr.variable("map")(
          .lambda(
            "tap",
            body:
              "sys-subsystem-net-devices-\(Nix.lib["replaceStrings"](["-"], ["\\x2d"], .variable("tap"))).device"
          ), .variable("taps"))
    } body: {
      .set {
        "description" => "Guest \(Nix.name)"
        "wantedBy" => features.hasManualStart
          ? Nix.lib["optional"](
            .select(Select(Nix.guest, "autostart", default: true)), "multi-user.target")
          : ["multi-user.target"]
        "requires" => ["\(unit)-install.service"]
        "wants" => .variable("tapDevices")
        "after" => startOrder(features)
        if features.hasUntouched {
          "restartIfChanged" => .select(Select(Nix.guest, "restartIfChanged", default: true))
        }
        "startLimitIntervalSec" => 60
        "serviceConfig" => guestConfig(features)
        ("preStart" => .string(growScript))
          .commented("Grows the disk with its description. qemu-img refuses to shrink one.")
          .spaced()
        "script" => "exec \(command("guestArgs"))"
        "preStop" => "\(getExe("powerOffGuest")) /run/guests/\(Nix.name)/qmp.sock \"$MAINPID\""
      }
    }
  }

  private var growScript: Str {
    """
    if ! \(Nix.pkgs["qemu_kvm"])/bin/qemu-img resize -q -f qcow2 root.qcow2 \(Nix.guest["diskSize"]); then
      echo "root.qcow2 cannot become \(Nix.guest["diskSize"]): a disk grows, but never shrinks" >&2
      exit 1
    fi

    """
  }

  private func startOrder(_ features: Features) -> Expr {
    let own: Expr = ["network.target", "\(unit)-install.service"]
    let taps: Expr = .op(
      .variable("tapDevices"), .concat,
      Expr.variable("map")(
        .lambda("tap", body: "\(Expr.variable("tap"))-netdev.service"), .variable("taps")))
    guard features.hasOrder else { return .op(own, .concat, taps) }
    let others = Expr.variable("map")(
      .lambda("other", body: "qemu-guest-\(Expr.variable("other")).service"),
      .select(Select(Nix.guest, "after", default: [])))
    return .op(
      own, .concat,
      .op(
        .variable("tapDevices"), .concat,
        .op(
          Expr.variable("map")(
            .lambda("tap", body: "\(Expr.variable("tap"))-netdev.service"), .variable("taps")),
          .concat, others)))
  }

  private func guestConfig(_ features: Features) -> Expr {
    let config = Expr.set {
      "Type" => "exec"
      "DeviceAllow" => .list(devices.map { .str("\($0) rw") })
      if features.hasVNC {
        "IPAddressAllow" => Nix.lib["mkIf"](hasDisplay, .str(features.vncPeers))
        "RestrictAddressFamilies"
          => .op(
            ["AF_UNIX"], .concat, Nix.lib["optionals"](hasDisplay, ["AF_INET", "AF_INET6"]))
      } else {
        "RestrictAddressFamilies" => "AF_UNIX"
      }
      "RuntimeDirectory" => "guests/\(Nix.name)"
      "RuntimeDirectoryMode" => "0700"
      "Restart" => features.restart.map { .str($0.rawValue) } ?? Nix.guest["restart"]
      "RestartSec" => 5
      "KillMode" => "mixed"
      "TimeoutStopSec" => features.shutdownTimeout.map { .int(Int64($0)) }
        ?? Nix.guest["shutdownTimeout"]
    }
    let common = Expr.op(Expr.variable("commonConfig")(Nix.name, Nix.guest), .update, config)
    guard features.hasLimits,
      case .binary(let operation) = common
    else { return common }
    let limits = Expr.select(Select(Nix.guest, "limits", default: [:]))
    return .op(operation.left, .update, .op(operation.right, .update, limits))
  }

  private var devices: [String] {
    accelerator == .kvm ? ["/dev/kvm", "/dev/net/tun", "/dev/vhost-net"] : ["/dev/net/tun"]
  }

  private var hasDisplay: Expr { .hasAttr(HasAttr(Nix.guest, "vncDisplay")) }

  // MARK: - Pieces

  private func getExe(_ program: Identifier) -> Expr { Nix.lib["getExe"](.variable(program)) }

  private func escaped(_ arguments: Expr) -> Expr { Nix.lib["escapeShellArgs"](arguments) }

  /// QEMU with the arguments of a function, as a command line of the shell.
  private func command(_ arguments: Identifier) -> Str {
    "\(Expr.variable("qemu")) \(escaped(Expr.variable(arguments)(Nix.name, Nix.guest)))"
  }
}

extension AbsolutePath {
  /// The path below `/var/lib`, where systemd keeps the directories that it makes for services.
  var relativeToVarLib: String {
    String(description.dropFirst("/var/lib/".utf8.count))
  }
}
