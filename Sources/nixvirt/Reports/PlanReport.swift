import VirtModel

/// A plan for people: the guests that change, and what is to be done.
enum PlanReport {
  static func text(_ plan: FleetPlan, _ style: Style) -> String {
    if plan.isEmpty { return "Nothing changes.\n" }
    var text = ""
    for guest in plan.guests { text += line(guest, style) + "\n" }
    text += (text.isEmpty ? "" : "\n")
    for (index, step) in plan.steps.enumerated() { text += "\(index + 1). \(words(step))\n" }
    return text
  }

  private static func line(_ guest: FleetPlan.Guest, _ style: Style) -> String {
    let details = guest.details.joined(separator: ", ")
    switch guest.change {
    case .appears(let host): return style(.added, "\(guest.name): new on \(host)")
    case .disappears(let host):
      return style(.removed, "\(guest.name): removed from \(host); its files are kept")
    case .moves(let source, let target):
      return "\(guest.name): moves from \(source) to \(target)"
        + (details.isEmpty ? "" : "; \(details)")
    case .stays(let host, let effect):
      return "\(guest.name): \(details); \(ChangesReport.words(for: effect)) on \(host)"
    }
  }

  private static func words(_ step: FleetPlan.Step) -> String {
    switch step {
    case .shutDown(let guest, let host):
      "On \(host), shut \(guest) down: nixvirt-guest stop \(guest)"
    case .freeAddress(let address, let host):
      "Give \(host) another address than \(address), which another host takes"
    case .copy(let guest, let source, let old, let target, let new):
      "Copy the files of \(guest): \(source):\(old) to \(target):\(new)"
    case .provide(let paths, let guest, let host):
      "Give \(host) what \(guest) uses: "
        + paths.map { DisplayText.clean($0.description) }.joined(separator: ", ")
    case .switchHost(let host, let changes): words(host, changes)
    case .retire(let host, let guests):
      "Switch \(host) to a configuration without its module, or turn it off"
        + (guests.isEmpty ? "" : ": shuts down \(names(guests.map(\.description)))")
    }
  }

  private static func words(_ host: HostName, _ changes: FleetPlan.HostChanges) -> String {
    let parts: [(ModuleChanges.Effect, String)] = [
      (.disappears, "shuts down"), (.restarts, "restarts"), (.appears, "starts"),
    ]
    var clauses = parts.compactMap { effect, verb -> String? in
      let guests = changes.module.guests.filter { $0.effect == effect }.map(\.name)
      return guests.isEmpty ? nil : "\(verb) \(names(guests))"
    }
    if !changes.module.shared.isEmpty { clauses.append("may restart every guest") }
    if clauses.isEmpty { clauses = ["no guest restarts"] }
    return "Switch \(host)\(changes.isNew ? ", which is new" : ""): "
      + clauses.joined(separator: ", ")
  }

  /// A few names, and how many more there are.
  private static func names(_ names: [String]) -> String {
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}

/// A plan for programs.
enum PlanJSON {
  static func text(_ plan: FleetPlan) -> String {
    JSONValue.object([
      ("guests", .array(plan.guests.map(guest))), ("steps", .array(plan.steps.map(step))),
    ]).text
  }

  private static func guest(_ guest: FleetPlan.Guest) -> JSONValue {
    let (change, from, to): (String, HostName?, HostName?) =
      switch guest.change {
      case .appears(let host): ("appears", nil, host)
      case .disappears(let host): ("disappears", host, nil)
      case .moves(let source, let target): ("moves", source, target)
      case .stays(let host, .restarts): ("restarts", host, host)
      case .stays(let host, _): ("runs-on", host, host)
      }
    return .object([
      ("name", .string(guest.name.description)), ("change", .string(change)),
      ("from", JSONValue(from?.description)), ("to", JSONValue(to?.description)),
      ("details", .array(guest.details.map(JSONValue.string))),
    ])
  }

  private static func step(_ step: FleetPlan.Step) -> JSONValue {
    func object(_ kind: String, _ members: [(String, String)]) -> JSONValue {
      .object([("step", .string(kind))] + members.map { ($0.0, .string($0.1)) })
    }
    switch step {
    case .shutDown(let guest, let host):
      return object("shut-down", [("guest", "\(guest)"), ("host", "\(host)")])
    case .freeAddress(let address, let host):
      return object("free-address", [("address", "\(address)"), ("host", "\(host)")])
    case .copy(let guest, let source, let old, let target, let new):
      return object(
        "copy",
        [
          ("guest", "\(guest)"), ("from", "\(source)"), ("fromPath", "\(old)"), ("to", "\(target)"),
          ("toPath", "\(new)"),
        ])
    case .provide(let paths, let guest, let host):
      return .object([
        ("step", .string("provide-disks")), ("guest", .string("\(guest)")),
        ("host", .string("\(host)")), ("paths", .array(paths.map { .string("\($0)") })),
      ])
    case .switchHost(let host, _): return object("switch", [("host", "\(host)")])
    case .retire(let host, _): return object("retire", [("host", "\(host)")])
    }
  }
}
