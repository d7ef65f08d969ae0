import NixAST

/// Snapshots of a guest's disks.
public enum Snapshots: GuestCapability {
  /// Whether there are snapshots, and which are made by themselves.
  public static let key = Key(
    "snapshot", .described() as ValueParser<DescribedSet<SnapshotKeys>>,
    "Allow snapshots of the guest: `nixvirt-guest snapshot`. Its disks must be qcow2.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("snapshot", effect: .runsOn)] }

  /// QEMU's images can have snapshots, and nothing else.
  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let snapshot = guest.given[key], snapshot.value.beforeRestart else { return }
    for disk in guest.given[Disks.key] where !disk.content.readOnly {
      let reason: String
      if disk.content.path != nil {
        reason = "is not in the guest's directory"
      } else if disk.content.format?.value == .raw {
        reason = "is raw"
      } else {
        continue
      }
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).snapshot.beforeRestart: disk \(disk.name.value) \(reason), so that it cannot"
            + " have snapshots", at: disk.name.range, other: snapshot.range,
          suggestion: "remove beforeRestart, or describe the disk with a size and as qcow2"))
    }
  }
}

/// The keys of `snapshot`.
public struct SnapshotKeys: KeySet {
  /// The definitions.
  public static let keys = SnapshotKeys()

  /// Whether one is made before a guest starts with another definition.
  public let beforeRestart = DefaultedKey(
    "beforeRestart", .bool, default: false,
    "Whether to make a snapshot, while the guest is off, before it starts with a definition, a QEMU or"
      + " a system that it has not run with before.")
  /// How many of these are kept.
  public let keep = DefaultedKey(
    "keep", .integer(1...100), default: 3,
    "How many of the snapshots made before a start to keep, and of those made before a revert.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.snapshot`", noun: "a snapshot", [keys.beforeRestart, keys.keep])
}

extension Guest {
  /// Its snapshots, if it can have any.
  public var snapshot: DescribedSet<SnapshotKeys>? { values[Snapshots.key]?.value }
}

// MARK: - In the module

extension Snapshots {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard let snapshot = guest.snapshot else { return }
    paragraph.set(
      "snapshot",
      .set {
        if snapshot.beforeRestart { "beforeRestart" => true }
        "keep" => .int(Int64(snapshot.keep))
      })
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let guests = use.presence("snapshot")
    guard guests.isPossible else { return }
    code.add(program, at: .snapshots)
    let words: [Expr] = [[Nix.getExe("snapshotGuest"), Nix.name, automatic]] + disks(use)
    if let step = guests.optionals([Nix.concat(words)]) {
      code.steps.add(.commands(step), at: .snapshots)
    }
  }

  /// The number of snapshots to keep that are made before a start; 0 if none is made.
  private static var automatic: Expr {
    .ifElse(
      .select(Select(Nix.guest, Attrpath("snapshot", "beforeRestart"), default: false)),
      then: Expr.variable("toString")(Nix.guest["snapshot.keep"]), else: "0")
  }

  /// The files of the guest's disks, the root disk last.
  private static func disks(_ use: ModuleUse) -> [Expr] {
    let disk = Expr.variable("disk")
    let others = Expr.variable("map")(
      .lambda("disk", body: disk["file"]),
      Nix.lib["filter"](
        .lambda("disk", body: .hasAttr(HasAttr(disk, "size"))), Nix.guest("disks", or: [])))
    var lists: [Expr] = []
    if use.has("disks", "made") { lists.append(Nix.lib["reverseList"](others)) }
    if let root = use.presence("diskSize").optionals(["root.qcow2"]) { lists.append(root) }
    return lists
  }

  private static var program: SharedCode.Program {
    SharedCode.Program(
      variable: "snapshotGuest", name: "snapshot-guest",
      inputs: ["coreutils", "gnugrep", "qemu_kvm"].map { Nix.pkgs[$0] },
      script: EmittedProgram.snapshotGuest,
      comment: """
        snapshot-guest NAME KEEP FILE...: before a guest starts with another definition than the last
        time, makes a snapshot of its disks and removes all but the newest KEEP of these snapshots.
        """)
  }
}
