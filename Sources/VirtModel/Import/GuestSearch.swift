import NixAST

/// Finds the set of guests in a module: bound by a `let`, or an option of the module's own.
struct GuestSearch {
  /// A set of guests.
  struct Candidate {
    /// The name that it is bound to.
    var name: String
    /// Where the name is.
    var range: SourceRange
    var value: Expr
    var guests: [ModuleScope.Entry]
    /// The settings that it was put together from, if it is an option.
    var settings: Set<SourceRange>
  }

  /// The set that was taken.
  private(set) var best: Candidate?
  /// Others that look like guests as well.
  private(set) var others: [Candidate] = []

  /// The attributes by which a guest is known.
  private static let marks: Set<String> = ["memory", "diskSize", "netDevice", "vncDisplay"]
  /// Usual names of sets of guests: in them, one mark is sufficient.
  private static let names: Set<String> = [
    "guests", "vms", "virtualmachines", "machines", "domains", "instances",
  ]
  /// The names of keys, ours and those that hand-written modules have.
  private static let keys = Set(GuestKeys.shape.names).union(GuestCapabilities.aliases.keys)

  init(_ outline: ModuleOutline) {
    var scope = outline.scope
    var candidates: [Candidate] = []
    func consider(
      _ name: String, _ value: Expr, _ range: SourceRange, settings: Set<SourceRange> = []
    ) {
      guard let guests = scope.entries(of: value), !guests.isEmpty else { return }
      let areGuests = guests.allSatisfy { guest in
        scope.entries(of: guest.value).map { Self.isGuest($0, in: name) } ?? false
      }
      guard areGuests else { return }
      candidates.append(
        Candidate(name: name, range: range, value: value, guests: guests, settings: settings))
    }
    for binding in outline.bindings {
      // A variable for one that was considered already adds nothing.
      if case .variable = binding.value { continue }
      consider(binding.name, binding.value, binding.range)
    }
    for (name, settings) in Self.sets(outline.settings) {
      consider(
        name, .attrSet(AttrSet(settings.map(Self.binding))),
        settings.first?.range ?? SourceRange(0..<0), settings: Set(settings.map(\.range)))
    }
    // Of the name that the original had, or else the largest.
    let order = candidates.sorted { left, right in
      (left.name == "guests" ? 1 : 0, left.guests.count)
        > (right.name == "guests" ? 1 : 0, right.guests.count)
    }
    best = order.first
    others = Array(order.dropFirst())
  }

  /// Whether attributes are those of a guest: with a memory, a disk or the like that may be one, and
  /// another key, unless the set has a usual name. An option that a module declares is not a value.
  private static func isGuest(
    _ entries: [ModuleScope.Entry], in name: String
  ) -> Bool {
    let known = entries.filter { keys.contains($0.name) || $0.name == "interfaces" }
    var isMarked = false
    for entry in known where marks.contains(GuestCapabilities.aliases[entry.name] ?? entry.name) {
      switch entry.value {
      case .apply(let apply) where apply.functionName?.hasSuffix("Option") ?? false: return false
      case .attrSet, .list, .lambda: return false
      default: isMarked = true
      }
    }
    if names.contains(name.lowercased()) { return isMarked || known.count > 1 }
    return isMarked && known.count > 1
  }

  /// Options outside of NixOS's own whose settings make sets of sets: `virtual.guests.alice.memory`.
  private static func sets(
    _ settings: [ModuleOutline.Setting]
  ) -> [(String, [ModuleOutline.Setting])] {
    var prefixes: [[String]] = []
    for setting in settings {
      guard let mark = setting.path.lastIndex(where: marks.contains), mark >= 2,
        !["networking", "systemd", "users", "boot"].contains(setting.path[0])
      else { continue }
      let prefix = Array(setting.path[..<(mark - 1)])
      if !prefixes.contains(prefix) { prefixes.append(prefix) }
    }
    return prefixes.map { prefix in
      let inside = settings.filter { $0.path.count > prefix.count && $0.path.starts(with: prefix) }
      let relative = inside.map { setting in
        var setting = setting
        setting.path.removeFirst(prefix.count)
        return setting
      }
      return (prefix.last ?? "", relative)
    }
  }

  private static func binding(_ setting: ModuleOutline.Setting) -> Binding {
    let names = setting.path.map { AttrName($0, range: setting.range) }
    return .attr(
      AttrpathValue(
        Attrpath(names[0], Array(names.dropFirst())), setting.value, range: setting.range)
    )
  }
}
