import VirtModel

/// A plan for people: the guests that change, and what is to be done.
enum PlanReport {
  static func text(_ plan: FleetPlan, _ style: Style) -> String {
    if plan.isEmpty { return "Nothing changes.\n" }
    var text = ""
    for line in GuestLines.lines(plan.guests.map(line), style) { text += line + "\n" }
    text += (text.isEmpty ? "" : "\n")
    for (index, step) in plan.steps.enumerated() { text += "\(index + 1). \(words(step))\n" }
    return text
  }

  private static func line(_ guest: FleetPlan.Guest) -> GuestLine {
    let details = guest.details.map(DetailWords.text).joined(separator: ", ")
    let (text, role): (String, Style.Role?) =
      switch guest.change {
      case .appears(let host): ("new on \(host)", .added)
      case .disappears(let host): ("removed from \(host); its files are kept", .removed)
      case .moves(let source, let target):
        ("moves from \(source) to \(target)" + (details.isEmpty ? "" : "; \(details)"), nil)
      case .stays(let host, let effect):
        ("\(details); \(ChangesReport.words(for: effect)) on \(host)", nil)
      }
    return GuestLine(name: guest.name.description, text: text, role: role) { name in
      consequences(of: guest, name)
    }
  }

  /// What has to be known of a guest besides.
  static func consequences(of guest: FleetPlan.Guest, _ name: String) -> [String] {
    guest.consequences.map {
      ConsequenceWords.text($0, guest: name, stateDirectory: guest.stateDirectory)
    }
  }

  private static func words(_ step: FleetPlan.Step) -> String {
    switch step {
    case .shutDown(let guest, let host):
      "On \(host), shut \(guest) down: nixvirt-guest stop \(guest)"
    case .freeAddress(let address, let host):
      "Give \(host) an address other than \(address), which another host will use"
    case .copy(let guest, let source, let old, let target, let new):
      "Copy the files of \(guest): \(source):\(old) to \(target):\(new)"
    case .moveFiles(let host, let moved):
      "On \(host), move the guests' files; otherwise the guests start with new disks: systemctl"
        + " stop"
        + " 'qemu-guest-*' && mv \(ShellWord.quoted("\(moved.from)"))"
        + " \(ShellWord.quoted("\(moved.to)"))"
    case .provide(let paths, let guest, let host):
      "Provide on \(host) what \(guest) uses: "
        + paths.map { DisplayText.clean($0.description) }.joined(separator: ", ")
    case .switchHost(let host, let changes): words(host, changes)
    case .retire(let host, let guests):
      "Switch \(host) to a configuration without its module, or turn it off"
        + (guests.isEmpty ? "" : ": shuts down \(NameList.counted(guests.map(\.description)))")
    }
  }

  private static func words(_ host: HostName, _ changes: FleetPlan.HostChanges) -> String {
    let parts: [(ModuleChanges.Effect, String)] = [
      (.disappears, "shuts down"), (.restarts, "restarts"), (.appears, "starts"),
    ]
    var clauses = parts.compactMap { effect, verb -> String? in
      let guests = changes.module.guests.filter { $0.effect == effect }.map(\.name)
      return guests.isEmpty ? nil : "\(verb) \(NameList.counted(guests))"
    }
    if !changes.module.shared.isEmpty { clauses.append("may restart every guest") }
    if clauses.isEmpty { clauses = ["no guest restarts"] }
    clauses += ChangesReport.networkClauses(changes.module)
    return "Switch \(host)\(changes.isNew ? ", which is new" : ""): "
      + clauses.joined(separator: ", ")
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
      case .stays(let host, .nextStart): ("next-start", host, host)
      case .stays(let host, _): ("runs-on", host, host)
      }
    return .object([
      ("name", .string(guest.name.description)), ("change", .string(change)),
      ("from", JSONValue(from?.description)), ("to", JSONValue(to?.description)),
      ("details", .array(guest.details.map { .string(DetailWords.text($0)) })),
      (
        "consequences",
        .array(PlanReport.consequences(of: guest, "\(guest.name)").map(JSONValue.string))
      ),
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
    case .moveFiles(let host, let moved):
      return object(
        "move-files",
        [("host", "\(host)"), ("fromPath", "\(moved.from)"), ("toPath", "\(moved.to)")])
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
