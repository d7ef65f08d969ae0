import NixAST

/// Effects of a changed paragraph besides a restart, and steps that a restart leaves undone.
struct GuestConsequences {
  private let old: [String: Expr]
  private let new: [String: Expr]

  init(_ old: [String: Expr], _ new: [String: Expr]) {
    self.old = old
    self.new = new
  }

  var all: [ModuleChanges.Consequence] {
    [smallerDisks, firmware, files, networks, installation].flatMap(\.self)
  }

  // MARK: - Disks

  /// A disk in a file of the guest's directory that nixvirt makes.
  private struct MadeDisk {
    var name: String
    var file: String
    var format: String
    var size: Size?
    /// The file that it takes over.
    var former: String?
  }

  private static func madeDisks(_ guest: [String: Expr]) -> [MadeDisk] {
    var disks: [MadeDisk] = []
    if guest["install"] != nil {
      disks.append(
        MadeDisk(
          name: "root", file: "root.qcow2", format: "qcow2", size: size(guest["diskSize"])))
    }
    for values in sets(guest["disks"]) {
      guard let name = values["serial"]?.plainText, let file = values["file"]?.plainText,
        values["size"] != nil
      else { continue }
      disks.append(
        MadeDisk(
          name: name, file: file, format: values["format"]?.plainText ?? "qcow2",
          size: size(values["size"]), former: values["former"]?.plainText))
    }
    return disks
  }

  private static func size(_ value: Expr?) -> Size? {
    value?.plainText.flatMap { try? Size(parsing: $0) }
  }

  /// The sets of a list.
  private static func sets(_ list: Expr?) -> [[String: Expr]] {
    guard case .list(let list)? = list else { return [] }
    return list.elements.map { element in
      guard case .attrSet(let set) = element.expr else { return [:] }
      return Dictionary(
        ModuleScope.entries(set.bindings).map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  private var smallerDisks: [ModuleChanges.Consequence] {
    let before = Self.madeDisks(old)
    return Self.madeDisks(new).compactMap { disk in
      guard let size = disk.size, let former = before.first(where: { $0.file == disk.file })?.size,
        size < former
      else { return nil }
      return .refusedAtStart(disk: disk.name, from: former, to: size)
    }
  }

  private var files: [ModuleChanges.Consequence] {
    let (before, after) = (Self.madeDisks(old), Self.madeDisks(new))
    var added = after.filter { disk in
      !before.contains { $0.file == disk.file || $0.file == disk.former }
    }
    return before.filter { disk in
      !after.contains { $0.file == disk.file || $0.former == disk.file }
    }.map { disk in
      let index = added.firstIndex {
        // The root disks of two kinds of guests are different disks.
        InstallKind.owning(file: $0.file) == InstallKind.owning(file: disk.file)
          && ($0.name == disk.name || $0.format == disk.format && $0.size == disk.size)
      }
      return .leavesBehind(file: disk.file, replacement: index.map { added.remove(at: $0).file })
    }
  }

  // MARK: - The rest

  private var firmware: [ModuleChanges.Consequence] {
    func firmware(_ guest: [String: Expr]) -> Firmware {
      guest["firmware"]?.plainText.flatMap { Firmware(rawValue: $0) } ?? .bios
    }
    let (before, after) = (firmware(old), firmware(new))
    return before == after ? [] : [.unbootable(from: before, to: after)]
  }

  private var networks: [ModuleChanges.Consequence] {
    let pairs = zip(Self.sets(old["interfaces"]), Self.sets(new["interfaces"]))
    return pairs.enumerated().compactMap { index, cards in
      guard let before = cards.0["bridge"]?.plainText, let after = cards.1["bridge"]?.plainText,
        before != after
      else { return nil }
      return .movesNetwork(
        card: index + 1, from: before, to: after)
    }
  }

  private var installation: [ModuleChanges.Consequence] {
    guard new["install"] != nil, Self.madeDisks(old).contains(where: { $0.file == "root.qcow2" })
    else { return [] }
    if old["install"] != new["install"] { return [.laterInstallations(.kind)] }
    let inputs: [(String, ModuleChanges.InstallationInput)] = [
      ("image", .image), ("iso", .iso), ("modules", .modules),
    ]
    return inputs.filter { old[$0.0] != new[$0.0] }.map { .laterInstallations($0.1) }
  }
}

/// Finds guests that may be others under a new name: one disappears, one appears, and they are alike.
struct RenamedGuests {
  /// The former names by the new ones.
  private var former: [String: (name: String, user: String)] = [:]

  init(_ old: [String: [String: Expr]], _ new: [String: [String: Expr]]) {
    // Values that follow from the name differ anyway.
    let ofName: Set = ["definition", "user", "uuid", "interfaces", "devices", "serviceConfig"]
    func traits(_ guest: [String: Expr]) -> [String: Expr] {
      guest.filter { !ofName.contains($0.key) }
    }
    let gone = old.filter { new[$0.key] == nil }
    let come = new.filter { old[$0.key] == nil }
    if gone.isEmpty || come.isEmpty { return }
    let before = Dictionary(grouping: gone, by: { traits($0.value) })
    for (traits, guests) in Dictionary(grouping: come, by: { traits($0.value) }) {
      guard guests.count == 1, let alike = before[traits], alike.count == 1 else { continue }
      let (name, guest) = guests[0]
      former[name] = (alike[0].key, guest["user"]?.plainText ?? "guest-\(name)")
    }
  }

  func tell(_ guests: inout [ModuleChanges.GuestChange]) {
    for index in guests.indices where guests[index].effect == .appears {
      guard let former = former[guests[index].name] else { continue }
      guests[index].consequences.append(.renamed(from: former.name, user: former.user))
    }
  }
}
