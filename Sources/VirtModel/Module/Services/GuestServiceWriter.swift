import NixAST

/// Writes the service that runs a guest.
struct GuestServiceWriter {
  let host: Host
  let use: ModuleUse
  let code: SharedCode

  private var unit: GuestUnit { code.unit }

  /// A set of the options of the service.
  var service: Expr {
    .letIn {
      unit.variables
      "sockets"
        => Expr.variable("map")(
          .lambda("helper", body: "\(Nix.unit)-\(Expr.variable("helper")).socket"),
          Nix.lib["attrNames"](Nix.ofGuest("helpers")))
    } body: {
      .set {
        "description" => "Guest \(Nix.name)"
        "wantedBy" => unit.wantedBy
        "requires" => ListPart.joined(unit.requires + [sockets])
        "wants" => ListPart.joined(unit.wants.items + [.words(["\(Nix.unit)-monitor.service"])])
        "after" => startOrder
        unit.options
        "startLimitIntervalSec" => 3600
        "startLimitBurst" => 60
        "enableDefaultPath" => false
        "environment" => .variable("noEnvironment")
        "unitConfig" => section
        "serviceConfig" => configuration
      }
    }
  }

  private var sockets: ListPart { .list(.variable("sockets")) }

  /// The settings for starts, and for restarts in a rebuild.
  private var section: Expr {
    let own = Expr.set {
      "X-Definition" => Nix.guest["definition"]
      Nix.notHeld.commented("A guest with a file here is held.")
      unit.section
    }
    return Nix.join([own] + unit.sections, .update)
  }

  private var startOrder: Expr {
    var order = unit.after
    order.add(sockets, at: .helpers)
    return ListPart.joined([.words(["network.target"])] + order.items)
  }

  private var configuration: Expr {
    var settings = unit.settings
    settings.add("Type" => "exec", at: .kind)
    settings.add(
      "ExecStartPre"
        => ListPart.joined(
          [.words([Nix.check(on: host, "\(Nix.name)")])] + HostDevices.binding(use)
            + [.words([.string(Nix.guestFile("prepare"))])]), at: .kind)
    settings.add("ExecStart" => .string(Nix.guestFile("start")), at: .kind)
    settings.add(
      "ExecStop" => "\(Nix.guestFile("stop")) \(Nix.runtimeDirectory)/qmp.sock $MAINPID", at: .kind)
    settings.add(
      "ExecStopPost"
        => HostDevices.orOne(
          HostDevices.releasing(use) + [.words(["+\(Nix.guestFile("release")) \(Nix.name)"])]),
      at: .kind)
    settings.add(
      "DeviceAllow" => .list(Platform(host).devices.map { .str("\($0) rw") }), at: .kind)
    let families: Expr = Nix.concat([["AF_UNIX"]] + unit.families)
    settings.add(
      "RestrictAddressFamilies" => unit.families.isEmpty ? "AF_UNIX" : families, at: .access)
    settings.add("RuntimeDirectory" => "\(HostNames.runtimeName)/\(Nix.name)", at: .directories)
    settings.add("RuntimeDirectoryMode" => "0700", at: .directories)
    settings.insert("KillMode" => "mixed", at: .stop)
    var parts = [Nix.ofGuest("commonConfig"), Expr.attrSet(AttrSet(settings.items))]
    parts += unit.settingSets
    if use.has("serviceConfig") { parts.append(Nix.guest("serviceConfig", or: [:])) }
    return Nix.join(parts, .update)
  }
}
