import VirtModel

/// A plan for programs.
enum PlanJSON {
  /// The version of the format. Later versions may add keys.
  static let format: Int64 = 1

  static func text(_ plan: FleetPlan) -> String {
    JSONValue.object([
      ("format", .integer(format)), ("guests", .array(plan.guests.map(guest))),
      ("steps", .array(plan.steps.map { step($0, plan) })),
      ("addressChanges", .array(plan.addressChanges.map(change))),
    ]).text
  }

  /// Guests whose addresses are derived from other names, and the key that keeps them: null if `mac` must
  /// be set.
  private static func change(_ change: FleetPlan.AddressChange) -> JSONValue {
    .object([
      ("guests", .array(change.guests.map { .string($0.description) })),
      ("derivedFrom", JSONValue(AddressWords.value(change.origin))),
    ])
  }

  private static func guest(_ guest: FleetPlan.Guest) -> JSONValue {
    let (change, from, to): (String, HostName?, HostName?) =
      switch guest.change {
      case .appears(let host): ("appears", nil, host)
      case .disappears(let host): ("disappears", host, nil)
      case .moves(let source, let target): ("moves", source, target)
      case .renamed(let host): ("renamed", host, host)
      case .stays(let host, .restarts): ("restarts", host, host)
      case .stays(let host, .nextStart): ("next-start", host, host)
      case .stays(let host, _): ("runs-on", host, host)
      }
    return .object([
      ("name", .string(guest.name.description)), ("former", JSONValue(guest.former?.description)),
      ("change", .string(change)),
      ("from", JSONValue(from?.description)), ("to", JSONValue(to?.description)),
      ("details", .array(guest.details.map { .string(DetailWords.text($0)) })),
      (
        "consequences",
        .array(PlanReport.consequences(of: guest, "\(guest.name)").map(JSONValue.string))
      ),
    ])
  }

  private static func step(_ step: FleetPlan.Step, _ plan: FleetPlan) -> JSONValue {
    let command = PlanCommand(step.action)?.text(isOfOneHost: plan.isOfOneHost)
    return .object(
      [("id", .string(step.id)), ("step", .string(kind(step.action)))] + members(step.action) + [
        ("after", .array(step.after.map(JSONValue.string))), ("wave", .integer(Int64(step.wave))),
        ("blocked", .bool(step.isBlocked)), ("command", JSONValue(command)),
      ])
  }

  private static func kind(_ action: FleetPlan.Action) -> String {
    switch action {
    case .expect: "expect"
    case .hold: "hold"
    case .freeAddress: "free-address"
    case .copy: "copy"
    case .move: "move"
    case .disk: "convert"
    case .byHand: "by-hand"
    case .provide: "provide"
    case .switchHost: "switch"
    case .retire: "retire"
    case .restart: "restart"
    case .release: "release"
    }
  }

  private static func members(_ action: FleetPlan.Action) -> [(String, JSONValue)] {
    func texts(_ members: (String, String)...) -> [(String, JSONValue)] {
      members.map { ($0.0, .string($0.1)) }
    }
    func names(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    switch action {
    case .expect(let guest, let host), .hold(let guest, let host, _),
      .restart(let guest, let host), .release(let guest, let host):
      return texts(("guest", "\(guest)"), ("host", "\(host)"))
    case .freeAddress(let address, let host):
      return texts(("address", "\(address)"), ("host", "\(host)"))
    case .copy(let guest, let source, let old, let target, let new):
      return texts(
        ("guest", "\(guest)"), ("from", "\(source)"), ("fromPath", "\(old)"), ("to", "\(target)"),
        ("toPath", "\(new)"))
    case .move(let guest, let host, let old, let new):
      return texts(
        ("guest", "\(guest)"), ("host", "\(host)"), ("fromPath", "\(old)"), ("toPath", "\(new)"))
    case .disk(let change, let guest, let host):
      return texts(
        ("guest", "\(guest)"), ("host", "\(host)"), ("disk", change.disk),
        ("fromPath", "\(change.directory)/\(change.from)"),
        ("toPath", "\(change.directory)/\(change.to)"))
    case .byHand(_, let guest, let host):
      return texts(
        ("guest", "\(guest)"), ("host", "\(host)"), ("text", PlanWords.text([action])))
    case .provide(let needs, let guest, let host):
      return texts(("guest", "\(guest)"), ("host", "\(host)")) + [("needs", names(needs))]
    case .switchHost(let host, let changes):
      let effect = SwitchEffect(changes)
      return texts(("host", "\(host)")) + [
        ("stops", names(effect.stops)), ("restarts", names(effect.restarts)),
        ("starts", names(effect.starts)), ("mayRestartAll", .bool(effect.mayRestartAll)),
      ]
    case .retire(let host, let guests):
      return texts(("host", "\(host)")) + [("stops", names(guests.map(\.description)))]
    }
  }
}
