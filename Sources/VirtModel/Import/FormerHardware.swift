import NixAST

/// What guests of a hand-written module have and a description does not carry over: their disks, the
/// MAC addresses of their network cards, their machine.
struct FormerHardware {
  private var paths: [String] = []
  private var pathRange: SourceRange?
  private var macs: [String] = []
  private var macRange: SourceRange?
  private var machineRange: SourceRange?

  /// Looks through the strings of a module.
  init(_ expr: Expr) {
    var strings: [Str] = []
    expr.forEachPart { if case .string(let string) = $0 { strings.append(string) } }
    strings.sort { ($0.range ?? SourceRange(0..<0)) < ($1.range ?? SourceRange(0..<0)) }
    for string in strings { look(at: string) }
  }

  private mutating func look(at string: Str) {
    // A variable stands for what differs between the guests, most likely.
    let text = string.parts.map { part in
      switch part {
      case .text(let text): text
      case .interpolation(.variable): "GUEST"
      case .interpolation: "\u{FFFC}"
      }
    }.joined()
    if text.contains("qemu") || text.contains("-drive") {
      machineRange = machineRange ?? string.range
    }
    let words = text.split {
      " \t\n\r,=;\"'()".contains($0)
    }
    for word in words {
      if Self.isDisk(word), !paths.contains(String(word)) {
        paths.append(String(word))
        pathRange = pathRange ?? string.range
      }
      if MACAddress(String(word)) != nil || word.hasPrefix("52:54:00:"),
        !macs.contains(String(word))
      {
        macs.append(String(word))
        macRange = macRange ?? string.range
      }
    }
  }

  private static func isDisk(_ word: Substring) -> Bool {
    let isPlain = word.utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "/") }
    guard word.hasPrefix("/"), isPlain, word.utf8.count < 200 else { return false }
    return [".qcow2", ".img", ".raw"].contains(where: word.hasSuffix)
      || ["/dev/zvol/", "/dev/mapper/"].contains(where: word.hasPrefix)
  }

  /// How a guest keeps its disk.
  private static func way(_ path: String, _ guest: String) -> String {
    path.hasSuffix(".qcow2")
      ? "to keep one, move it while the guest is off: mv \(path) /var/lib/guests/\(guest)/root.qcow2"
      : "to keep one, replace diskSize of the guest by disks.root.path = \"\(path)\";"
  }

  /// - Parameters:
  ///   - guests: the guests, with whether the description has a disk of theirs, and a MAC address.
  ///   - place: where the guests are.
  func diagnostics(
    _ guests: [(name: String, hasDisk: Bool, hasMAC: Bool)], at place: SourceRange
  ) -> [Diagnostic] {
    var result: [Diagnostic] = []
    if let guest = guests.first(where: { !$0.hasDisk }) {
      let path = paths.first?.replacing("GUEST", with: guest.name)
      let name = GuestName.resembling(guest.name)?.description ?? guest.name
      let found = path.map { ", such as \(quoted($0))," } ?? ""
      result.append(
        .imported(
          "the guests get new disks: their present ones\(found) are not carried over",
          at: pathRange ?? place,
          suggestion: Self.way(path ?? "/path/of/its/disk.qcow2", name)))
    }
    if guests.contains(where: { !$0.hasMAC }) {
      let old =
        macs.isEmpty ? "52:54:00:12:34:56, which is QEMU's own" : macs.joined(separator: ", ")
      result.append(
        .imported(
          "the guests get different MAC addresses, derived from their names", at: macRange ?? place,
          suggestion: "write mac = \"…\"; in a guest whose lease or configuration depends on"
            + " its old address"
            + " (\(old))"))
    }
    let machine = Diagnostic.imported(
      "the guests see a different machine: q35, with virtio disks and network cards",
      at: machineRange ?? SourceRange(start: place.start, length: 1),
      suggestion: "expect a different name of the network card in each guest, and mount disks"
        + " by UUID")
    return result + [machine]
  }
}
