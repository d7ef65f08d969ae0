import VirtModel

/// Moves that make a placement better, for people.
enum MoveWords {
  static func text(_ move: FleetPlacement.Move) -> String {
    let guests = NameList.text(move.guests.map(\.description))
    let verb = move.guests.count == 1 ? "moves" : "move together"
    return "\(guests) \(verb) from \(move.from) to \(move.to): \(reason(move))\n  \(move.from):"
      + " \(percent(move.fromLoad.before)) full, then \(percent(move.fromLoad.after))\n"
      + "  \(move.to): \(percent(move.toLoad.before)) full, then \(percent(move.toLoad.after))\n"
  }

  private static func reason(_ move: FleetPlacement.Move) -> String {
    switch move.reason {
    case .brokenRule: "a rule was broken on \(move.from), or it had too little memory"
    case .preference(let weight): "this keeps more preferences (weight \(weight))"
    case .load: "\(move.from) was the fullest host that could become less full"
    }
  }

  private static func percent(_ load: Double) -> String { "\(Int(load * 100 + 0.5)) %" }
}
