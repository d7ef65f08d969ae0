import VirtModel

/// The guests that a fleet loses with each of its hosts, for people.
enum SurvivalReport {
  static func outcome(_ losses: [FleetPlacement.Loss]) -> Outcome {
    var text = ""
    for loss in losses {
      if !loss.homeless.isEmpty {
        text += "\(loss.host): no other host can take \(names(loss.homeless))\n"
      }
      if !loss.bound.isEmpty {
        text += "\(loss.host): described under it, so they stop with it: \(names(loss.bound))\n"
      }
    }
    let survives = losses.allSatisfy(\.homeless.isEmpty)
    if survives { text += "Every host can fail: the others can take its top-level guests.\n" }
    return Outcome(status: survives ? .done : .differs, output: text)
  }

  private static func names(_ guests: [GuestName]) -> String {
    NameList.text(guests.map(\.description))
  }
}
