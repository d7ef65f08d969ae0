import NixAST

/// Writes the service that runs a guest.
struct GuestServiceWriter {
  let host: Host
  let use: ModuleUse
  let code: SharedCode

  private var unit: GuestUnit { code.unit }
  private var hasHelpers: Bool { !code.helpers.isEmpty }

  /// A set of the options of the service.
  var service: Expr {
    .letIn {
      unit.variables
      if hasHelpers {
        "sockets"
          => Expr.variable("map")(
            .lambda("helper", body: "\(Nix.unit)-\(Expr.variable("helper")).socket"),
            Nix.lib["attrNames"](Expr.variable("helpers")(Nix.guest)))
      }
    } body: {
      .set {
        "description" => "Guest \(Nix.name)"
        "wantedBy" => unit.wantedBy
        let requires = unit.requires + sockets
        if !requires.isEmpty { "requires" => ListPart.joined(requires) }
        "wants" => ListPart.joined(unit.wants.items)
        "after" => startOrder
        unit.options
        "startLimitIntervalSec" => 60
        "serviceConfig" => configuration
        if let steps = Steps.script(code.steps.items) { "preStart" => steps }
        "script" => .string(script)
        "preStop"
          => "\(Nix.getExe("powerOffGuest")) \(Nix.runtimeDirectory)/qmp.sock \"$MAINPID\""
      }
    }
  }

  private var sockets: [ListPart] { hasHelpers ? [.list(.variable("sockets"))] : [] }

  private var startOrder: Expr {
    var order = unit.after
    for part in sockets { order.add(part, at: .helpers) }
    return ListPart.joined([.words(["network.target"])] + order.items)
  }

  private var configuration: Expr {
    var settings = unit.settings
    settings.add("Type" => "exec", at: .kind)
    settings.add(
      "DeviceAllow" => .list(Platform(host).devices.map { .str("\($0) rw") }), at: .kind)
    let families: Expr = Nix.concat([["AF_UNIX"]] + unit.families)
    settings.add(
      "RestrictAddressFamilies" => unit.families.isEmpty ? "AF_UNIX" : families, at: .access)
    settings.add("RuntimeDirectory" => "\(HostNames.runtimeName)/\(Nix.name)", at: .directories)
    settings.add("RuntimeDirectoryMode" => "0700", at: .directories)
    settings.insert("KillMode" => "mixed", at: .stop)
    var parts = [Nix.ofGuest("commonConfig"), Expr.attrSet(AttrSet(settings.items))]
    if use.has("serviceConfig") { parts.append(Nix.guest("serviceConfig", or: [:])) }
    return Nix.join(parts, .update)
  }

  private var script: Str {
    let before = unit.beforeStart.reduce(into: "" as Str) { $0 = "\($0)\($1)" }
    return "\(before)exec \(Nix.guestCommand(Nix.ofGuest("guestArgs")))"
  }
}
