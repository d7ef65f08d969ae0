import NixAST
import VirtModel

/// How a module differs from the one that its description makes, by guest and attribute, and what a
/// rebuild does with the guests.
struct SemanticDiff {
  /// What a rebuild does with a guest.
  private enum Effect {
    case starts
    case startsByHand
    case shutsDown
    case restarts
    case isLeftRunning
    case countsForInstallation
  }

  private struct Change {
    var guest: String
    var texts: [String] = []
    var effect: Effect
  }

  private var changes: [Change] = []
  private var networks: [String] = []
  private var keysDiffer = false
  /// Names of shared code that differs.
  private var shared: [String] = []
  private let guestNames: [String]

  init(from old: Expr, to new: Expr) {
    let newGuests = Self.guests(of: new)
    guestNames = newGuests.map(\.name)
    for difference in new.differences(from: old) {
      switch difference.names {
      case ["guests"]: addAll(difference.change)
      case let names where names.first == "guests" && names.count > 1:
        add(difference, guest: names[1], in: newGuests)
      case ["sshKeys"]: keysDiffer = true
      case let names where names.first == "sshKeys": keysDiffer = true
      case let names
      where names.first == "networking" || names.starts(with: ["systemd", "network"]):
        networks.append(difference.location)
      case let names:
        let name = names.first ?? "the whole module"
        if !shared.contains(name) { shared.append(name) }
      }
    }
    if keysDiffer { addImages(newGuests) }
    changes.sort { $0.guest < $1.guest }
  }

  /// Whether nothing differs that a host would see.
  var isEmpty: Bool { changes.isEmpty && networks.isEmpty && !keysDiffer && shared.isEmpty }

  // MARK: - Guests

  private mutating func add(
    _ difference: Difference, guest: String, in guests: [(name: String, value: AttrSet)]
  ) {
    if difference.path.count == 2 {
      switch difference.change {
      case .added(let value): changes.append(Self.added(guest, value))
      case .removed: changes.append(Change(guest: guest, texts: ["removed"], effect: .shutsDown))
      case .changed:
        changes.append(Change(guest: guest, texts: ["changed"], effect: .restarts))
      }
      return
    }
    let attributes = guests.first { $0.name == guest }?.value.bindings ?? []
    let isKept = attributes.contains { $0.value(of: "restartIfChanged") == false }
    var effect: Effect = isKept ? .isLeftRunning : .restarts
    let key = difference.names.dropFirst(2).first ?? ""
    // Handed over by the installer, once; an image gets keys at each start.
    let hasImage = attributes.contains { $0.value(of: "image") != nil }
    if key == "modules" || key == "sshKeys" && !hasImage { effect = .countsForInstallation }
    let text = Self.text(difference)
    if let index = changes.firstIndex(where: { $0.guest == guest }) {
      changes[index].texts.append(text)
      if effect != .countsForInstallation { changes[index].effect = effect }
    } else {
      changes.append(Change(guest: guest, texts: [text], effect: effect))
    }
  }

  /// Guests made from images get the keys of the host at each start.
  private mutating func addImages(_ guests: [(name: String, value: AttrSet)]) {
    for guest in guests where guest.value.bindings.contains(where: { $0.value(of: "image") != nil })
    {
      if !changes.contains(where: { $0.guest == guest.name }) {
        changes.append(Change(guest: guest.name, texts: ["SSH keys"], effect: .restarts))
      }
    }
  }

  /// The set of guests came, went, or is not comparable.
  private mutating func addAll(_ change: Difference.Change) {
    switch change {
    case .added(let value), .changed(_, let value):
      guard case .attrSet(let set) = value else { return }
      changes += Self.entries(set).map { Self.added($0.name, .attrSet($0.value)) }
    case .removed(let value):
      guard case .attrSet(let set) = value else { return }
      changes += Self.entries(set).map {
        Change(guest: $0.name, texts: ["removed"], effect: .shutsDown)
      }
    }
  }

  private static func added(_ name: String, _ value: Expr) -> Change {
    var byHand = false
    if case .attrSet(let set) = value {
      byHand = set.bindings.contains { $0.value(of: "autostart") == false }
    }
    return Change(guest: name, texts: ["added"], effect: byHand ? .startsByHand : .starts)
  }

  /// The guests of a module, as data.
  private static func guests(of module: Expr) -> [(name: String, value: AttrSet)] {
    guard case .lambda(let lambda) = module, case .letIn(let letIn) = lambda.body,
      case .attrSet(let set)? = letIn.bindings.compactMap({ $0.value(of: "guests") }).first
    else { return [] }
    return entries(set)
  }

  private static func entries(_ set: AttrSet) -> [(name: String, value: AttrSet)] {
    set.bindings.compactMap { binding in
      guard case .attr(let attr) = binding, let name = attr.path.first.fixed,
        case .attrSet(let value) = attr.value
      else { return nil }
      return (name, value)
    }
  }

  // MARK: - Words

  private static let words = [
    "cpus": "CPUs", "diskSize": "disk", "vncDisplay": "VNC", "sshKeys": "SSH keys",
  ]

  /// `memory 1 GiB → 2 GiB`.
  private static func text(_ difference: Difference) -> String {
    let key = difference.names.dropFirst(2).first ?? ""
    var inner = difference
    inner.path.removeFirst(2)
    var place = inner.location
    if difference.path.count == 3 { place = words[key] ?? place }
    if key == "sshKeys" { return "SSH keys" }
    switch difference.change {
    case .added(let value): return "\(place) \(text(value)), new"
    case .removed(let value): return "\(place) \(text(value)), no more"
    case .changed(let old, let new):
      let texts = (text(old), text(new))
      // The starts of two long texts tell nothing.
      let areCut = texts.0.hasSuffix("…") || texts.1.hasSuffix("…")
      return areCut ? "\(place) changed" : "\(place) \(texts.0) → \(texts.1)"
    }
  }

  private static func text(_ value: Expr) -> String {
    if case .string(let string) = value, let text = string.text {
      return DisplayText.clean((try? Size(parsing: text))?.readable ?? text)
    }
    let words = ((try? value.rendered()) ?? "").split { $0 == "\n" || $0 == " " }
    return DisplayText.fitted(DisplayText.clean(words.joined(separator: " ")), 40)
  }

  // MARK: - The text

  func text(_ style: Style) -> String {
    if isEmpty { return "Nothing but the layout or comments differ.\n" }
    var text = ""
    for change in changes {
      let line = "\(change.guest): \(change.texts.joined(separator: ", "))\(Self.clause(change))"
      let role: Style.Role? =
        switch change.effect {
        case .starts, .startsByHand: .added
        case .shutsDown: .removed
        default: nil
        }
      text += (role.map { style($0, line) } ?? line) + "\n"
    }
    if keysDiffer { text += "SSH keys of the host differ; they count for guests installed anew\n" }
    for location in networks { text += "network: \(location) differs\n" }
    if !shared.isEmpty { text += "shared code: \(shared.joined(separator: ", ")) differ\n" }
    return text + "\n" + summary
  }

  private static func clause(_ change: Change) -> String {
    switch change.effect {
    case .restarts: "; restarts"
    case .isLeftRunning: "; goes on as it is, restartIfChanged is false"
    case .countsForInstallation: "; counts when it is installed anew"
    case .starts: "; is installed and started"
    case .startsByHand: "; is started by hand"
    case .shutsDown: "; is shut down, its files stay"
    }
  }

  /// What a rebuild does. Of shared code it cannot be told which guests' units it changes.
  private var summary: String {
    func names(_ effect: Effect) -> String {
      changes.filter { $0.effect == effect }.map(\.guest).joined(separator: ", ")
    }
    let parts = [
      ("restarts", names(.restarts)), ("starts", names(.starts)), ("shuts down", names(.shutsDown)),
    ]
    .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
    let others = guestNames.filter { name in !changes.contains { $0.guest == name } }
    let mayRestart = shared.isEmpty ? "" : others.joined(separator: ", ")
    let reason = "the code that guests share differs"
    switch (parts.isEmpty, mayRestart.isEmpty) {
    case (true, true): return "A rebuild restarts no guest.\n"
    case (true, false): return "A rebuild may restart \(mayRestart): \(reason).\n"
    case (false, true): return "A rebuild \(parts.joined(separator: "; ")).\n"
    case (false, false):
      return
        "A rebuild \(parts.joined(separator: "; ")). It may restart \(mayRestart): \(reason).\n"
    }
  }
}

extension Difference {
  /// The attributes of the path.
  fileprivate var names: [String] {
    path.compactMap { if case .attribute(let name) = $0 { name } else { nil } }
  }
}

extension Binding {
  /// The value that is bound to a name, if this binds it.
  fileprivate func value(of name: String) -> Expr? {
    guard case .attr(let attr) = self, attr.path.rest.isEmpty, attr.path.first.fixed == name else {
      return nil
    }
    return attr.value
  }
}
