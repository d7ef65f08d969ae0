import NixAST

/// Turns the guests of a module into those of a description.
struct GuestImport {
  private(set) var bindings: [Binding] = []
  private var importer: GuestImporter
  private var names: Set<String> = []

  /// Its diagnostics.
  var diagnostics: [Diagnostic] { importer.diagnostics }

  init(
    _ guests: [ModuleScope.Entry], _ scope: ModuleScope, _ networks: NetworkImport,
    hostKeys: Set<SSHPublicKey>, isGenerated: Bool
  ) {
    importer = GuestImporter(
      scope: scope, hostKeys: hostKeys, isGenerated: isGenerated,
      networkName: { networks.networkName(of: $0) })
    // Names that stay, so that none is given to a renamed guest.
    names = Set(guests.map(\.name).filter { GuestName($0) != nil })
    for guest in guests { add(guest) }
  }

  private mutating func add(_ guest: ModuleScope.Entry) {
    var name = guest.name
    if GuestName(name) == nil {
      let resembling = GuestName.resembling(name)
      guard let resembling, names.insert(resembling.description).inserted else {
        importer.report(
          .notImported(
            "the guest \(quoted(name))", "its name is not a valid host name", at: guest.range,
            suggestion: "rename it: \(GuestName.rule)"))
        return
      }
      importer.report(
        .imported(
          "the guest \(quoted(name)) is renamed to \(resembling): \(GuestName.rule)",
          at: guest.range,
          suggestion: "nixvirt looks for its disk in a directory with the new"
            + " name"))
      name = resembling.description
    }
    var bindings: [Binding] = []
    let entries = importer.scope.entries(of: guest.value) ?? []
    importer.attributes = Set(entries.map(\.name))
    for entry in entries { bindings += attributes(entry, of: name) }
    let trivia = Self.harmless(guest.trivia)
    self.bindings.append(
      .attr(AttrpathValue(Attrpath(name), .attrSet(AttrSet(bindings)), trivia: trivia)))
  }

  /// The keys that an attribute of a module becomes: one, none, or several.
  private mutating func attributes(_ entry: ModuleScope.Entry, of guest: String) -> [Binding] {
    let attribute = ImportedAttribute(
      name: entry.name, key: GuestCapabilities.aliases[entry.name] ?? entry.name,
      path: "guests.\(guest).\(entry.name)", data: importer.scope.data(entry.value),
      range: entry.range, place: entry.value.range ?? entry.range)
    if let capability = GuestCapabilities.capability(of: attribute.key),
      let keys = capability.imported(attribute, &importer)
    {
      return keys.compactMap { key in
        if key.isComplete { return key.path => key.value }
        return binding(key.value, attribute, entry)
      }
    }
    if attribute.name == "serviceConfig", importer.isGenerated {
      return settings(entry, attribute)
    }
    guard GuestKeys.shape.names.contains(attribute.key) else {
      reportUnknown(attribute, of: guest)
      return []
    }
    guard let data = attribute.data else {
      importer.report(
        .notImported(
          attribute.path, "it is computed", at: attribute.place,
          suggestion: "write the value"
            + " itself"))
      return []
    }
    return binding(data, attribute, entry).map { [$0] } ?? []
  }

  /// The keys that the settings of a guest's unit stand for; the others follow from other keys.
  private mutating func settings(
    _ entry: ModuleScope.Entry, _ attribute: ImportedAttribute
  ) -> [Binding] {
    (importer.scope.entries(of: entry.value) ?? []).compactMap { setting in
      guard let value = importer.scope.data(setting.value),
        let key = GuestCapabilities.all.lazy.compactMap({
          $0.imported(setting: setting.name, value)
        }).first
      else {
        importer.report(
          .notImported(
            "\(attribute.path).\(setting.name)", "nixvirt derives it from other keys",
            at: setting.range, suggestion: "set those keys instead: \(Self.makers)"))
        return nil
      }
      return key.path => key.value
    }
  }

  private static let makers = "disks, ready, pci, usb"

  private mutating func binding(
    _ value: Expr, _ attribute: ImportedAttribute, _ entry: ModuleScope.Entry
  ) -> Binding? {
    guard isValid(value, attribute) else { return nil }
    return .attr(
      AttrpathValue(Attrpath(attribute.key), value, trivia: Self.harmless(entry.trivia)))
  }

  private mutating func reportUnknown(_ attribute: ImportedAttribute, of guest: String) {
    if attribute.name == "user", let name = GuestName(guest),
      attribute.data == .str(Derived.user(guest: name).description)
    {
      return
    }
    let isDerived = importer.isGenerated && GuestCapabilities.isDerived(attribute.name)
    let nearest = Spelling.nearest(to: attribute.name, among: GuestKeys.shape.names)
    importer.report(
      .notImported(
        attribute.path,
        isDerived ? "nixvirt derives it from several keys" : "a description has no such key",
        at: attribute.range,
        suggestion: isDerived
          ? "use the key for what it does: shares, pci, usb, tpm, ready, cpuPinning, cpuQuota,"
            + " memoryMax"
          : nearest.map { "if you meant \($0), add it" }))
  }

  /// Reads the value as a description's; what is wrong with it is reported, and it is left out.
  private mutating func isValid(_ value: Expr, _ attribute: ImportedAttribute) -> Bool {
    var reader = NixData()
    let guest = Expr.attrSet(AttrSet([Attrpath(attribute.key) => value]))
    var data = reader.read(guest)
    var problems = Diagnostics()
    let secrets = Secrets.withhold(&data, .root, &problems)
    _ = ValueParser<GuestDescription>.guest.read(data, .root, &problems)
    // A value that was made here has no place of its own.
    func place(_ error: Diagnostic) -> SourceRange {
      error.range ?? attribute.place
    }
    let errors = problems.all.filter { $0.severity == .error }
    importer.report(
      errors.map { error in
        error.hidesExcerpt || secrets.contains { $0.holds(error.range) }
          ? .privateKeyNotImported(at: place(error))
          : .notImported(
            attribute.path, error.message, at: place(error), suggestion: error.suggestion)
      })
    return errors.isEmpty
  }

  /// Comments, unless they show a private key.
  private static func harmless(_ trivia: ItemTrivia) -> ItemTrivia {
    let texts = trivia.before.flatMap { trivium -> [String] in
      switch trivium {
      case .comment(let text): [text]
      case .block(let lines, _): lines
      case .blankLine: []
      }
    }
    let isPrivate = (texts + (trivia.after.map { [$0] } ?? [])).contains {
      PrivateKeyText.isSuspicious($0)
    }
    return isPrivate ? .none : trivia
  }
}
