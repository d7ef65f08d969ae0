import NixAST

/// Reads the guests out of a module that somebody wrote by hand, in the way of the blog post that
/// nixvirt grew out of, or that nixvirt wrote: the text of a description, and a warning for
/// everything that it has not. Nothing is left out in silence.
///
/// ```swift
/// let description = importModule(SourceText(name: "virtual.nix", bytes: bytes))
/// ```
public func importModule(_ source: SourceText) -> Checked<String> {
  let file = NixFile.parse(source)
  guard let expr = file.value?.expr else {
    return Checked(
      value: nil, diagnostics: Secrets.hide(in: file.diagnostics, of: source, owner: "the module"))
  }
  var module = ModuleImport(expr)
  let description = module.description()
  var diagnostics = Diagnostics()
  diagnostics.report(module.diagnostics)
  return Checked(
    value: description,
    diagnostics: Secrets.hide(in: diagnostics.distinct, of: source, owner: "the module"))
}

private struct ModuleImport {
  private(set) var diagnostics: [Diagnostic] = []
  private let expr: Expr
  private let outline: ModuleOutline
  /// The guests: a set, or units.
  private let guests: GuestSearch.Candidate?
  private let others: [GuestSearch.Candidate]
  private let units: UnitImport
  /// Whether nixvirt wrote it: what is not data comes back when it writes it again.
  private let isGenerated: Bool

  init(_ expr: Expr) {
    self.expr = expr
    outline = ModuleOutline(expr)
    let search = GuestSearch(outline)
    units = UnitImport(outline)
    others = search.others
    guests = search.best ?? units.candidate
    let names = Set(outline.bindings.map(\.name))
    isGenerated = ["guests", "hardening", "guestService", "commonConfig"].allSatisfy(names.contains)
  }

  mutating func description() -> String? {
    if isDescription {
      diagnostics.append(
        .alreadyDescription(at: SourceRange(start: expr.range?.start ?? 0, length: 1)))
      return nil
    }
    guard let guests else {
      diagnostics.append(.noGuests(at: SourceRange(start: expr.range?.start ?? 0, length: 1)))
      return nil
    }
    for other in others {
      diagnostics.append(
        .notImported(
          other.name, "it looks like guests, but \(guests.name) does more", at: other.range))
    }
    let networks = NetworkImport(
      outline, taps: taps(of: guests).union(isUnits ? units.taps : []),
      guestsName: isGenerated ? nil : guests.name)
    let inside = guests.value.range
    let keys = KeyImport(expr)
    let hostKeys = keys.keys.filter { !isInside($0.range, inside) }
    let imported = GuestImport(
      guests.guests, outline.scope, networks, hostKeys: Set(hostKeys.map(\.key)),
      isGenerated: isGenerated)
    diagnostics += keys.diagnostics + networks.diagnostics + imported.diagnostics
    guests.value.forEachPart { part in
      guard case .attrSet(let set) = part else { return }
      diagnostics += ModuleScope.computedNames(set.bindings).map {
        .notImported("a part of \(guests.name)", "its name is computed", at: $0)
      }
    }
    report(networks, hostKeys, guests)
    reportHardware(guests)
    return text(networks, hostKeys.map(\.key), imported.bindings)
  }

  /// Whether it is what would be printed: a set with the keys of a description, not just guests.
  private var isDescription: Bool {
    guard case .attrSet = expr else { return false }
    let keys = Set(outline.settings.compactMap(\.path.first))
    return keys.isSubset(of: DescriptionKeys.shape.names) && keys.contains("guests")
      && keys.count > 1
  }

  /// Whether the guests are units that are written out.
  private var isUnits: Bool { guests?.name == UnitImport.name }

  /// Reports hardware that the guests had, and will not have.
  private mutating func reportHardware(_ guests: GuestSearch.Candidate) {
    guard !isGenerated else { return }
    if isUnits { diagnostics += units.diagnostics }
    var scope = outline.scope
    let described = guests.guests.map { guest in
      let keys = Set((scope.entries(of: guest.value) ?? []).map(\.name))
      return (
        name: guest.name, hasDisk: keys.contains("disks"),
        hasMAC: isUnits
          ? !units.withoutMAC.contains(guest.name)
          : !keys.isDisjoint(with: ["mac", "macAddress", "interfaces"])
      )
    }
    diagnostics += FormerHardware(expr).diagnostics(described, at: guests.range)
  }

  private func isInside(_ range: SourceRange, _ outer: SourceRange?) -> Bool {
    guard let outer else { return false }
    return outer.start <= range.start && range.end <= outer.end
  }

  private func taps(of guests: GuestSearch.Candidate) -> Set<String> {
    var scope = outline.scope
    var taps: Set<String> = []
    for guest in guests.guests {
      for entry in scope.entries(of: guest.value) ?? []
      where ["netDevice", "tap"].contains(entry.name) {
        if case .string(let string)? = scope.data(entry.value), let tap = string.text {
          taps.insert(tap)
        }
      }
    }
    return taps
  }

  // MARK: - What is left

  private mutating func report(
    _ networks: NetworkImport, _ keys: [KeyImport.Found], _ guests: GuestSearch.Candidate
  ) {
    for key in keys {
      let users = outline.settings.filter { $0.path.starts(with: ["users", "users"]) }
      let owner = users.first { setting in isInside(key.range, setting.value.range) }
      if let owner {
        diagnostics.append(
          .imported(
            "a key of \(owner.title) can now log in to every guest as root", at: key.range,
            suggestion: "remove it from host.sshKeys if you do not want that"))
      }
    }
    if isGenerated {
      diagnostics.append(
        .imported(
          "nixvirt generated this module; settings of the host and its networks that are only"
            + " in its code are not read back", at: guests.range,
          suggestion: "use the original description if you still have it"))
      return
    }
    if networks.bridges.count > 1 {
      diagnostics.append(
        .imported(
          "the description puts all guests into one network, but the module has"
            + " \(networks.bridges.count) bridges",
          at: networks.bridges[1].range,
          suggestion: "add network = \"<name>\"; to guests of"
            + " other networks"))
    }
    for range in outline.computed {
      diagnostics.append(.notImported("an option", "its name is computed", at: range))
    }
    reportSettings(networks, guests)
    for binding in outline.bindings where binding.range != guests.range {
      // A key that was taken over, a plain value that was used, or a part of nixpkgs' library.
      if isInherited(binding) || isData(binding)
        || keys.contains(where: { key in
          isInside(key.range, binding.value.range)
        })
      {
        continue
      }
      diagnostics.append(
        .notImported(
          "the variable \(binding.name)", "nixvirt generates what guests need", at: binding.range))
    }
  }

  private mutating func reportSettings(
    _ networks: NetworkImport, _ guests: GuestSearch.Candidate
  ) {
    var told: Set<String> = []
    for setting in outline.settings where !networks.used.contains(setting.range) {
      guard !guests.settings.contains(setting.range), told.insert(setting.title).inserted else {
        continue
      }
      if setting.value.mentions(guests.name) {
        diagnostics.append(
          .notImported(
            setting.title, "nixvirt generates it from the guests", at: setting.range,
            suggestion: "move your own QEMU arguments to extraArgs of a guest"))
      } else {
        diagnostics.append(
          .notImported(
            setting.title, "a description has no such key", at: setting.range,
            suggestion: "if you still need it, move it to another module of the host"))
      }
    }
  }

  private func isInherited(_ binding: ModuleScope.Entry) -> Bool {
    switch binding.value {
    case .select(let select):
      if case .variable(let base) = select.base {
        return ["lib", "pkgs"].contains(base.identifier.name)
      }
      return false
    case .variable(let variable): return variable.identifier.name == binding.name
    default: return false
    }
  }

  private func isData(_ binding: ModuleScope.Entry) -> Bool {
    var scope = outline.scope
    return scope.data(binding.value) != nil
  }

  // MARK: - The text

  private mutating func text(
    _ networks: NetworkImport, _ keys: [SSHPublicKey], _ guests: [Binding]
  ) -> String? {
    var seen: Set<SSHPublicKey> = []
    let distinct = keys.filter { seen.insert($0).inserted }
    var host: [Binding] = []
    if let nic = networks.nic { host.append(Attrpath("nic") => .str(nic)) }
    if !distinct.isEmpty {
      host.append(Attrpath("sshKeys") => .list(distinct.map { .str($0.description) }))
    }
    var bindings: [Binding] = []
    if !host.isEmpty { bindings.append(Attrpath("host") => .attrSet(AttrSet(host))) }
    if !networks.networks.isEmpty {
      bindings.append(Attrpath("networks") => .attrSet(AttrSet(networks.networks)))
    }
    bindings.append(Attrpath("guests") => .attrSet(AttrSet(guests)))
    do throws(InvalidExpr) {
      return try Expr.attrSet(AttrSet(bindings)).rendered()
    } catch {
      // The values were valid, and names come once.
      diagnostics.append(Diagnostic(.internalError, error.message, at: nil))
      return nil
    }
  }
}
