import NixAST

/// The CPUs of a guest.
public enum CPUs: GuestCapability {
  /// The number of CPUs, or their layout.
  public static let key = DefaultedKey(
    "cpus", .cpuTopology, default: CPUTopology(checkedCores: 1),
    "The number of CPUs, or their layout.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("cpus", isFirst: true)] }
  static var aliases: [String: String] {
    ["cores": "cpus", "cpu": "cpus", "smp": "cpus", "vcpus": "cpus"]
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    let possible = Platform.cpus(host.system, host.accelerator)
    for guest in guests where !possible.contains(guest.guest.cpus.count) {
      diagnostics.report(
        Diagnostic(
          .outOfRange,
          "\(guest.path).cpus must be from \(possible.lowerBound) to \(possible.upperBound), not"
            + " \(guest.guest.cpus.count)", at: guest.given.place(of: key) ?? guest.name.range))
    }
    guard let limit = host.cpus else { return }
    for guest in guests where guest.guest.cpus.count > limit.value {
      diagnostics.report(
        .cpusExceedHost(
          guest.guest.cpus.count, limit.value, "\(guest.path).cpus",
          at: guest.given.place(of: key) ?? guest.name.range, host: limit.range))
    }
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard case .string(let string)? = attribute.data, let text = string.text else { return nil }
    let value = Int64(text).map { Expr.int($0) } ?? topology(text)
    return value.map { [ImportedKey("cpus", $0)] }
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
}

/// The keys of `cpus` as a set.
public struct TopologyKeys: KeySet {
  /// The definitions.
  public static let keys = TopologyKeys()

  let sockets = DefaultedKey("sockets", .integer(CPUTopology.limits), default: 1, "The sockets.")
  let cores = DefaultedKey(
    "cores", .integer(CPUTopology.limits), default: 1, "The cores of each socket.")
  let threads = DefaultedKey(
    "threads", .integer(CPUTopology.limits), default: 1, "The threads of each core.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.cpus`, as a set", noun: "cpus", [keys.sockets, keys.cores, keys.threads])
}

extension ValueParser where Value == CPUTopology {
  fileprivate static var cpuTopology: ValueParser {
    let count = ValueParser<Int>.integer(CPUTopology.limits)
    let layout = ValueParser<DescribedSet<TopologyKeys>>.described().compactMap {
      layout, value, path, diagnostics in
      let (sockets, cores, threads) = (layout.sockets, layout.cores, layout.threads)
      let topology = CPUTopology(sockets: sockets, cores: cores, threads: threads)
      if topology == nil {
        diagnostics.report(
          .outOfRange(
            Int64(clamping: sockets * cores * threads), CPUTopology.limits, path: path,
            at: value.range))
      }
      return topology
    }
    return ValueParser(shape: .either([count.shape, layout.shape])) { value, path, diagnostics in
      if case .set = value.kind { return layout.read(value, path, &diagnostics) }
      return count.read(value, path, &diagnostics).flatMap { CPUTopology(cores: $0) }
    }
  }
}

extension Guest {
  /// The CPUs.
  public var cpus: CPUTopology { values[CPUs.key] }
}

// MARK: - In the module

extension CPUs {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set("cpus", expr(guest.cpus))
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(["-smp", Expr.variable("toString")(Nix.guest["cpus"])], at: .machine)
  }

  private static func expr(_ cpus: CPUTopology) -> Expr {
    cpus.isNumber ? .int(Int64(cpus.cores)) : .str(cpus.argument)
  }
}

extension CPUTopology {
  /// Whether it is written as a number.
  fileprivate var isNumber: Bool { sockets == 1 && threads == 1 }

  /// As QEMU's `-smp` takes it: a number, or the layout.
  var argument: String {
    isNumber ? "\(cores)" : "sockets=\(sockets),cores=\(cores),threads=\(threads)"
  }
}
