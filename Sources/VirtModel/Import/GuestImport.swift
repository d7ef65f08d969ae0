import NixAST

/// Turns the guests of a module into those of a description.
struct GuestImport {
  private(set) var bindings: [Binding] = []
  var findings: [Diagnostic] = []
  var scope: ModuleScope
  private let networks: NetworkImport
  private let hostKeys: Set<SSHPublicKey>
  private let isGenerated: Bool
  private var names: Set<String> = []

  /// Other names for what a description has.
  private static let aliases = [
    "cores": "cpus", "cpu": "cpus", "smp": "cpus", "vcpus": "cpus", "ram": "memory",
    "mem": "memory", "macAddress": "mac", "tap": "netDevice", "vnc": "vncDisplay",
    "authorizedKeys": "sshKeys", "sshKey": "sshKeys",
  ]

  init(
    _ guests: [ModuleScope.Entry], _ scope: ModuleScope, _ networks: NetworkImport,
    hostKeys: Set<SSHPublicKey>, isGenerated: Bool
  ) {
    self.isGenerated = isGenerated
    self.scope = scope
    self.networks = networks
    self.hostKeys = hostKeys
    for guest in guests { add(guest) }
  }

  private mutating func add(_ guest: ModuleScope.Entry) {
    var name = guest.name
    if GuestName(name) == nil {
      let resembling = GuestName.resembling(name)
      guard let resembling, names.insert(resembling.description).inserted else {
        findings.append(
          .notImported(
            "the guest \(quoted(name))", "it has no name for a host", at: guest.range,
            suggestion: "rename it: \(GuestName.rule)"))
        return
      }
      findings.append(
        .imported(
          "the guest \(quoted(name)) is called \(resembling) now: \(GuestName.rule)",
          at: guest.range, suggestion: "its disk is looked for in a directory of the new name"))
      name = resembling.description
    } else {
      names.insert(name)
    }
    var bindings: [Binding] = []
    for entry in scope.entries(of: guest.value) ?? [] { bindings += attributes(entry, of: name) }
    let trivia = Self.harmless(guest.trivia)
    self.bindings.append(
      .attr(AttrpathValue(Attrpath(name), .attrSet(AttrSet(bindings)), trivia: trivia)))
  }

  /// The attributes that one of a module becomes: one, none, or several for network cards.
  private mutating func attributes(_ entry: ModuleScope.Entry, of guest: String) -> [Binding] {
    let key = Self.aliases[entry.name] ?? entry.name
    let path = "guests.\(guest).\(entry.name)"
    let place = entry.value.range ?? entry.range
    if entry.name == "limits" { return limits(entry, path) }
    if isGenerated, entry.name == "modules" { return modules(entry, path) }
    guard let known = GuestKeys.shape.keys.first(where: { $0.name == key })?.name else {
      if entry.name == "user", let name = GuestName(guest),
        scope.data(entry.value) == .str(Derived.user(guest: name).description)
      {
        return []
      }
      let isDerived = isGenerated && Self.isDerived(entry.name)
      let nearest = Spelling.nearest(to: entry.name, among: GuestKeys.shape.keys.map(\.name))
      findings.append(
        .notImported(
          path,
          isDerived ? "nixvirt makes it of several keys" : "a description has no such key",
          at: entry.range,
          suggestion: isDerived
            ? "say what it stands for: shares, pci, usb, tpm, ready, cpuPinning, cpuQuota, memoryMax"
            : nearest.map { "if \($0) is meant, add it" }))
      return []
    }
    guard var value = scope.data(entry.value) else {
      findings.append(
        .notImported(path, "it is computed", at: place, suggestion: "write the value out"))
      return []
    }
    if known == GuestKeys.disks.name, case .list(let list) = value { return disks(list, path) }
    if known == GuestKeys.sshKeys.name { return keys(value, path, place) }
    if known == GuestKeys.interfaces.name { value = interfaces(value, path, guest) }
    value = converted(value, known, path, place)
    guard isValid(value, known, path) else { return [] }
    return [
      .attr(AttrpathValue(Attrpath(known), value, trivia: Self.harmless(entry.trivia)))
    ]
  }

  // MARK: - Values

  /// Values that QEMU takes and a description writes in another way.
  private mutating func converted(
    _ value: Expr, _ key: String, _ path: String, _ place: SourceRange
  ) -> Expr {
    switch (key, value) {
    case ("memory", .integer(let number)): return .str("\(number.value)m")
    case ("memory", .string(let string)):
      guard let text = string.text, Int64(text) != nil else { return value }
      return .str("\(text)m")
    case ("cpus", .string(let string)):
      guard let text = string.text else { return value }
      return Int64(text).map { .int($0) } ?? Self.topology(text) ?? value
    case ("vncDisplay", .string(let string)):
      guard let text = string.text, text.hasPrefix(":") else { return value }
      findings.append(
        .imported(
          "\(path) is on the loopback interface now: for QEMU, \(quoted(text)) is every address"
            + " of the host, without a password", at: place,
          suggestion: "write \"0.0.0.0\(text)\" if others shall reach it"))
      return value
    default: return value
    }
  }

  /// QEMU's `sockets=1,cores=2,threads=2` as a set; nil for another text.
  private static func topology(_ text: String) -> Expr? {
    var bindings: [Binding] = []
    for part in text.split(separator: ",") {
      let words = part.split(separator: "=")
      guard words.count == 2, let number = Int64(words[1]) else { return nil }
      bindings.append(Attrpath(AttrName(String(words[0]))) => .int(number))
    }
    return bindings.isEmpty ? nil : .attrSet(AttrSet(bindings))
  }

  /// The limits of a guest's unit as nixvirt writes them, in systemd's words.
  private mutating func limits(_ entry: ModuleScope.Entry, _ path: String) -> [Binding] {
    let keys = ["AllowedCPUs": "cpuPinning", "CPUQuota": "cpuQuota", "MemoryMax": "memoryMax"]
    return (scope.entries(of: entry.value) ?? []).compactMap { limit in
      guard let key = keys[limit.name], case .string(let string)? = scope.data(limit.value),
        let text = string.text
      else {
        findings.append(
          .notImported("\(path).\(limit.name)", "a description has no such key", at: limit.range))
        return nil
      }
      let size = Int64(text).flatMap { Size(bytes: $0) }?.description
      return Attrpath(key) => .str(size ?? text)
    }
  }

  /// Network cards as nixvirt writes them into a module: with a bridge instead of a network.
  private func interfaces(_ value: Expr, _ path: String, _ guest: String) -> Expr {
    guard case .list(var list) = value else { return value }
    for index in list.elements.indices {
      guard case .attrSet(let set) = list.elements[index].expr else { continue }
      let bindings = ModuleScope.entries(set.bindings).map { entry in
        guard entry.name == "bridge", case .string(let bridge) = entry.value,
          let name = bridge.text.flatMap(networks.networkName)
        else { return Attrpath(AttrName(entry.name, range: entry.range)) => entry.value }
        return Attrpath("network") => .str(name)
      }
      list.elements[index].expr = .attrSet(AttrSet(bindings, range: set.range))
    }
    return .list(list)
  }

  /// The keys of a guest that are not the host's already.
  private mutating func keys(_ value: Expr, _ path: String, _ place: SourceRange) -> [Binding] {
    let elements: [Expr] =
      if case .list(let list) = value { list.elements.map(\.expr) } else { [value] }
    var own: [Expr] = []
    for element in elements {
      guard case .string(let string) = element, let text = string.text,
        let key = try? SSHPublicKey(parsing: text)
      else {
        findings.append(
          .notImported("a key of \(path)", "it is no public key", at: element.range ?? place))
        continue
      }
      if !hostKeys.contains(key) { own.append(.str(key.description)) }
    }
    return own.isEmpty ? [] : [Attrpath(GuestKeys.sshKeys.name) => .list(own)]
  }

  /// Reads the value as a description's; what is wrong with it is told, and it is left out.
  private mutating func isValid(_ value: Expr, _ key: String, _ path: String) -> Bool {
    var reader = NixData()
    let guest = Expr.attrSet(AttrSet([Attrpath(key) => value]))
    var data = reader.read(guest)
    var problems = Findings()
    Secrets.withhold(&data, .root, &problems)
    _ = ValueParser<GuestDescription>.guest.read(data, .root, &problems)
    let errors = problems.diagnostics.filter { $0.severity == .error }
    findings += errors.map { error in
      error.isSecret
        ? .privateKeyNotImported(at: error.range)
        : .notImported(path, error.message, at: error.range, suggestion: error.suggestion)
    }
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
      SSHPublicKey.looksPrivate($0)
    }
    return isPrivate ? .none : trivia
  }
}
