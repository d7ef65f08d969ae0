import VirtModel

/// The effects of a switch on a host, for programs.
enum SwitchJSON {
  static func text(_ plan: SwitchPlan) -> String {
    JSONValue.object([
      ("format", .integer(Int64(SwitchPlan.format))),
      ("stateDir", .string(plan.stateDirectory.description)),
      ("movedFrom", JSONValue(plan.movedDirectory?.from.description)),
      ("shortage", plan.shortage.map(shortage) ?? .null),
      ("guests", .array(plan.guests.map { guest($0, plan) })),
      (
        "orphans",
        .array(
          plan.orphans.map {
            .object([("path", .string($0.path)), ("allocated", .integer($0.allocated))])
          })
      ),
    ]).text
  }

  private static func shortage(_ shortage: SwitchPlan.Shortage) -> JSONValue {
    .object([("growth", .integer(shortage.growth)), ("free", .integer(shortage.free))])
  }

  private static func guest(_ guest: SwitchPlan.Guest, _ plan: SwitchPlan) -> JSONValue {
    let notes = guest.consequences.map {
      ConsequenceWords.text(
        $0, guest: guest.name.description, stateDirectory: plan.stateDirectory)
    }
    return .object([
      ("name", .string(guest.name.description)), ("state", JSONValue(guest.state)),
      ("action", .string(guest.action.rawValue)), ("change", JSONValue(word(guest.effect))),
      ("needsPerson", .bool(guest.needsPerson)), ("followsHost", .bool(guest.followsHost)),
      ("takesSnapshot", .bool(guest.takesSnapshot)),
      ("details", .array(guest.details.map { .string(DetailWords.text($0)) })),
      ("obstacles", .array(guest.obstacles.map(obstacle))),
      ("disks", .array(guest.disks.map(disk))),
      ("hardware", .array(guest.hardware.map(hardware))),
      ("pending", .array(guest.pending.map { .string($0.rawValue) })),
      ("qemu", guest.qemu.map(packages) ?? .null),
      ("allocated", .integer(guest.allocated)),
      ("consequences", .array(notes.map(JSONValue.string))),
    ])
  }

  private static func word(_ effect: ModuleChanges.Effect?) -> String? {
    switch effect {
    case .appears: "appears"
    case .disappears: "disappears"
    case .restarts: "restarts"
    case .nextStart: "next-start"
    case .runsOn: "runs-on"
    case nil: nil
    }
  }

  private static func packages(_ packages: SwitchPlan.Packages) -> JSONValue {
    .object([("running", .string(packages.running)), ("present", .string(packages.present))])
  }

  private static func obstacle(_ obstacle: SwitchPlan.Obstacle) -> JSONValue {
    switch obstacle {
    case .fileSystemMissing: .object([("reason", .string("file-system-missing"))])
    case .diskGone(let file):
      .object([("reason", .string("disk-gone")), ("file", .string(file))])
    case .noInstaller: .object([("reason", .string("no-installer"))])
    case .unreadable(let file):
      .object([("reason", .string("unreadable")), ("file", .string(file))])
    case .smallerDisk(let disk, let from, let to):
      .object([
        ("reason", .string("smaller-disk")), ("disk", .string(disk)),
        ("from", .integer(from.bytes)), ("to", .integer(to.bytes)),
      ])
    }
  }

  private static func disk(_ disk: SwitchPlan.DiskChange) -> JSONValue {
    switch disk {
    case .installed(let kind):
      .object([("change", .string("installed")), ("kind", .string(kind.rawValue))])
    case .made(let disk, let file, let size):
      .object([
        ("change", .string("made")), ("disk", .string(disk)), ("file", .string(file)),
        ("size", .integer(size.bytes)),
      ])
    case .grows(let disk, let from, let to):
      .object([
        ("change", .string("grows")), ("disk", .string(disk)), ("from", .integer(from.bytes)),
        ("to", .integer(to.bytes)),
      ])
    }
  }

  private static func hardware(_ change: SwitchPlan.HardwareChange) -> JSONValue {
    .object([
      ("device", .string(change.device.words)), ("from", JSONValue(change.from)),
      ("to", JSONValue(change.to)),
    ])
  }
}
