import VirtModel

/// A plan for people: the guests that change, and the steps with their commands.
enum PlanReport {
  static func text(_ plan: FleetPlan, _ style: Style) -> String {
    if plan.isEmpty { return "Nothing changes.\n" }
    var text = ""
    for line in GuestLines.lines(plan.guests.map(line), style) { text += line + "\n" }
    text += (text.isEmpty ? "" : "\n")
    for change in plan.addressChanges { text += AddressWords.text(change, style) + "\n\n" }
    var number = 0
    func add(_ steps: [FleetPlan.Step]) {
      for group in groups(steps) {
        number += 1
        text += "\(number). \(PlanWords.text(group))\n"
        if let command = command(group, plan) { text += "   \(command)\n" }
      }
    }
    add(plan.steps.filter { !$0.isBlocked })
    let blocked = plan.steps.filter(\.isBlocked)
    if !blocked.isEmpty {
      text += "\nWhen the other hosts can be reached again:\n\n"
      add(blocked)
    }
    return text
  }

  private static func line(_ guest: FleetPlan.Guest) -> GuestLine {
    let details = guest.details.map(DetailWords.text).joined(separator: ", ")
    let former = guest.former.map { ", was \($0)" } ?? ""
    let (text, role): (String, Style.Role?) =
      switch guest.change {
      case .appears(let host): ("new on \(host)", .added)
      case .disappears(let host): ("removed from \(host); its files are kept", .removed)
      case .renamed(let host): ("renamed on \(host)\(former)", nil)
      case .moves(let source, let target):
        (
          "moves from \(source) to \(target)\(former)" + (details.isEmpty ? "" : "; \(details)"),
          nil
        )
      case .stays(let host, let effect):
        ("\(details); \(ChangesReport.words(for: effect)) on \(host)", nil)
      }
    return GuestLine(name: guest.name.description, text: text, role: role) { name in
      consequences(of: guest, name)
    }
  }

  /// Further effects that the user must know.
  static func consequences(of guest: FleetPlan.Guest, _ name: String) -> [String] {
    guest.consequences.map {
      ConsequenceWords.text($0, guest: name, stateDirectory: guest.stateDirectory)
    }
  }

  // MARK: - Steps

  /// Steps that follow each other and do the same for several guests of a host.
  private static func groups(_ steps: [FleetPlan.Step]) -> [[FleetPlan.Action]] {
    var groups: [[FleetPlan.Action]] = []
    for step in steps {
      if let last = groups.last?.last, isAlike(last, step.action) {
        groups[groups.count - 1].append(step.action)
      } else {
        groups.append([step.action])
      }
    }
    return groups
  }

  private static func isAlike(_ one: FleetPlan.Action, _ other: FleetPlan.Action) -> Bool {
    switch (one, other) {
    case (.expect(_, let host), .expect(_, let same)),
      (.release(_, let host), .release(_, let same)):
      host == same
    default: false
    }
  }

  private static func command(_ group: [FleetPlan.Action], _ plan: FleetPlan) -> String? {
    guard let first = group.first, var command = PlanCommand(first) else { return nil }
    let guests = group.compactMap(PlanWords.guest)
    switch first {
    case .expect(_, let host): command = PlanCommand(host, PlanCommand.expect(guests))
    case .release(_, let host):
      let names = guests.map(\.description).joined(separator: " ")
      command = PlanCommand(host, "nixvirt-guest release \(names)")
    default: break
    }
    return command.text(isOfOneHost: plan.isOfOneHost)
  }
}
