import NixAST

/// Guests whose unit is written out: its script is a command line of QEMU.
struct UnitImport {
  /// The units, each as a guest with its keys.
  private(set) var guests: [ModuleScope.Entry] = []
  /// Where the guests' units are set.
  private(set) var settings: Set<SourceRange> = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The guests' tap interfaces.
  private(set) var taps: Set<String> = []
  /// Guests whose network card had an address that the description does not have.
  private(set) var withoutMAC: Set<String> = []

  init(_ outline: ModuleOutline) {
    var scope = outline.scope
    var units: [String] = []
    var byUnit: [String: [ModuleOutline.Setting]] = [:]
    for setting in outline.settings
    where setting.path.starts(with: ["systemd", "services"]) && setting.path.count > 3 {
      let unit = setting.path[2]
      if byUnit[unit] == nil { units.append(unit) }
      byUnit[unit, default: []].append(setting)
    }
    for unit in units { add(unit, byUnit[unit] ?? [], &scope) }
  }

  /// The name of the set that units are in.
  static let name = "systemd.services"

  /// The guests as a set; nil if there are none.
  var candidate: GuestSearch.Candidate? {
    guard let first = guests.first else { return nil }
    let value = Expr.attrSet(
      AttrSet(guests.map { Attrpath(AttrName($0.name, range: $0.range)) => $0.value }))
    return GuestSearch.Candidate(
      name: Self.name, range: first.range, value: value, guests: guests, settings: settings)
  }

  private mutating func add(
    _ unit: String, _ settings: [ModuleOutline.Setting], _ scope: inout ModuleScope
  ) {
    for setting in settings where Self.scripts.contains(Array(setting.path.dropFirst(3))) {
      guard let script = Self.text(setting.value), let words = ShellWords(script, &scope) else {
        continue
      }
      let commands = words.commands.compactMap { QEMUCommand($0) }
      guard commands.count == 1, let command = commands.first else { continue }
      self.settings.formUnion(settings.map(\.range))
      taps.formUnion(command.taps)
      let name = Self.name(of: unit)
      if !command.hasMACs { withoutMAC.insert(name) }
      guests.append(
        ModuleScope.Entry(
          name: name,
          value: .attrSet(
            AttrSet(keys(command, settings, at: setting.range), range: setting.range)),
          range: setting.range, trivia: .none))
      report(unit, setting, command, words.commands.count - 1, settings)
      return
    }
  }

  private static let scripts = [["script"], ["serviceConfig", "ExecStart"]]

  /// The text of a script: a string, or the last argument of a function such as `writeShellScript`.
  private static func text(_ value: Expr) -> Str? {
    switch value {
    case .string(let string):
      // "${pkgs.writeShellScript "vm" ''…''}"
      if string.parts.count == 1, case .interpolation(let inner)? = string.parts.first {
        return text(inner)
      }
      return string
    case .apply(let apply): return apply.arguments.last.flatMap(text)
    default: return nil
    }
  }

  /// `vm-alice` and `qemu-guest-alice` are alice.
  private static func name(of unit: String) -> String {
    let prefixes = [HostNames.unitPrefix, "qemu-", "vm-", "kvm-", "guest-"]
    guard let prefix = prefixes.first(where: unit.hasPrefix), unit.count > prefix.count else {
      return unit
    }
    return String(unit.dropFirst(prefix.count))
  }

  private func keys(
    _ command: QEMUCommand, _ settings: [ModuleOutline.Setting], at place: SourceRange
  ) -> [Binding] {
    var keys = command.bindings
    if !command.hasDisk { keys.append(Attrpath("install") => "none") }
    let wanted = settings.contains { $0.path.dropFirst(3).first == "wantedBy" }
    if !wanted { keys.append(Attrpath("autostart") => false) }
    // Each has the place of the script.
    return keys.map { key in
      guard case .attr(let attr) = key, let name = attr.path.first.fixed else { return key }
      return Attrpath(AttrName(name, range: place)) => attr.value
    }
  }

  /// One warning for all that the unit has and the guest has not.
  private mutating func report(
    _ unit: String, _ setting: ModuleOutline.Setting, _ command: QEMUCommand, _ others: Int,
    _ settings: [ModuleOutline.Setting]
  ) {
    var lost = command.rest.map { "the argument \(quoted($0))" }
    if others > 0 { lost.append("\(others) more command\(others == 1 ? "" : "s") of its script") }
    let known = Self.scripts + [["wantedBy"], ["description"], ["after"], ["wants"]]
    lost += settings.map { Array($0.path.dropFirst(3)) }.filter { !known.contains($0) }
      .map { $0.joined(separator: ".") }
    if !lost.isEmpty {
      diagnostics.append(
        .notImported(
          "of systemd.services.\(unit), \(lost.joined(separator: ", "))",
          "no key corresponds"
            + " to it",
          at: setting.range,
          suggestion: "move your own QEMU arguments to extraArgs of the guest"))
    }
    if !command.own.isEmpty {
      diagnostics.append(
        .imported(
          "nixvirt sets \(command.own.joined(separator: ", ")) of systemd.services.\(unit) itself",
          at: setting.range))
    }
  }
}
