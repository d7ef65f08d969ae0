import NixAST

/// The machine that runs the guests, as described.
public typealias HostDescription = DescribedSet<HostKeys>

/// The keys of a host.
public struct HostKeys: KeySet {
  /// The definitions.
  public static let keys = HostKeys()

  /// Names the host in messages and in fleets, and keeps MAC addresses of two hosts apart.
  public let name = Key(
    "name", .hostName, derived: "in a fleet, its name there",
    "The host's name in messages. MAC addresses are derived from the host and guest names, so"
      + " guests with the same name on two hosts get different addresses. In a fleet, guest"
      + " names are unique, and MAC addresses are derived from the guest name only, so they"
      + " stay the same when a guest moves; `derivedFrom` keeps the addresses of a single host.")
  /// The platform.
  public let system = DefaultedKey(
    "system", .choice, default: System.x86, "The platform of the host and its guests.")
  /// How the guests' instructions are run.
  public let accelerator = DefaultedKey(
    "accel", .choice, default: Accelerator.kvm,
    "`kvm` needs hardware virtualization; `tcg` emulates the processor, which is slow.")
  /// The network card to bridge: short for a network `lan`.
  public let nic = Key(
    "nic", .interfaceName,
    "The network card that guests share with the host: short for"
      + " `networks.lan = { bridge = \"vbridge0\"; uplink = nic; }`.")
  /// Keys for root in every guest.
  public let sshKeys = DefaultedKey(
    "sshKeys", .list(.sshKey), default: [],
    "SSH public keys that may log in as root in every guest.")
  /// Where the guests' files are.
  public let stateDirectory = DefaultedKey(
    "stateDir", .hostPath("a directory of the host"), default: StatePath.fallback,
    "The directory for the guests' files, with one subdirectory per guest.")
  /// The host's memory, to check the guests against.
  public let memory = Key(
    "memory", .size, "The host's memory. If set, nixvirt checks that the guests fit.")
  /// Memory that no guest gets.
  public let reserve = Key(
    "reserve", .size,
    "Memory of `memory` that is kept for the host itself and for QEMU: guests get the rest.")
  /// How much more memory guests may have than there is.
  public let memoryRatio = Key(
    "memoryRatio", .memoryRatio, derived: "`\"100%\"`",
    "How much memory the guests may have together, of what there is for them: `150%` for guests"
      + " that do not use all of theirs, or do not run at the same time.")
  /// Whether it gives its guests away.
  public let drain = DefaultedKey(
    "drain", .bool, default: false,
    "Whether the host of a fleet gives its guests away: `nixvirt place` moves top-level guests to"
      + " other hosts, and places no guest here.")
  /// Where it stands.
  public let zone = Key(
    "zone", .label("a zone"), derived: "a zone of its own",
    "Where the host of a fleet stands: hosts in one zone can fail together, as in a rack or a"
      + " room. Guests"
      + " with `spread = \"zone\"` use it.")
  /// Words that select it.
  public let tags = DefaultedKey(
    "tags", .list(.label("a tag")), default: [],
    "Words that select the host of a fleet together with others, as `@TAG`: in commands, and in the"
      + " `hosts` of guests.")
  /// The host's CPUs, to check the guests against.
  public let cpus = Key(
    "cpus", .integer(1...8192),
    "The number of CPUs of the host. If set, no guest can have more.")

  /// How many guests are started or installed at once.
  public let maxStarts = DefaultedKey(
    "maxStarts", .integer(1...64), default: 2,
    "How many guests start at a time, and how many are installed at a time.")
  /// When guests that run something older than the host has are restarted.
  public let restartPending = Key(
    "restartPending", .calendarEvent,
    "When to restart guests that need it (see `nixvirt-guest list`), one after the other: a systemd"
      + " calendar event such as `Sun 03:00`.")
  /// Whether the host has the medium that installs NixOS guests.
  public let installer = DefaultedKey(
    "installer", .bool, default: true,
    "Whether the medium that installs NixOS guests is part of the host. Set it to false when all"
      + " such"
      + " guests are installed: a rebuild is then smaller and faster, and a new guest with"
      + " `install = \"nixos\"` does not start.")

  /// The keys of a host, and its form.
  static let shape = ObjectShape(
    title: "`host`", noun: "host",
    [
      keys.name, keys.system, keys.accelerator, keys.nic, keys.sshKeys, keys.stateDirectory,
      keys.memory, keys.reserve, keys.memoryRatio, keys.cpus, keys.drain, keys.zone,
      keys.tags, keys.maxStarts, keys.restartPending, keys.installer,
    ])
}

/// The directory of the guests where a host does not say another.
private enum StatePath {
  static let fallback = AbsolutePath(checked: "/var/lib/guests")
}

extension DescribedSet<HostKeys> {
  /// The rules of a host by itself.
  ///
  /// - Parameter isInFleet: whether it is one of several.
  func check(isInFleet: Bool, _ diagnostics: inout Diagnostics) {
    if !isInFleet { refuseFleetKeys(&diagnostics) }
    let directory = self.stateDirectory
    if let place = place(of: \.stateDirectory) {
      diagnostics.checkPath(directory, "host.stateDir", .guestDirectories, at: place)
      if ["/var", "/var/lib", "/var/cache", "/var/log"].contains(directory.description) {
        diagnostics.report(
          Diagnostic(
            .unusablePath,
            "host.stateDir: \(directory) has directories of other programs, and a guest may have"
              + " the"
              + " name of one", at: place, suggestion: "write \"\(directory)/guests\""))
      }
    }
    let isPlain = directory.description.utf8.allSatisfy {
      ASCII.isNameByte($0) || $0 == UInt8(ascii: "/")
    }
    if !isPlain, let place = place(of: \.stateDirectory) {
      diagnostics.report(
        .malformed(
          .invalidPath, directory.description, "a directory for guests",
          rule: "use letters, digits, \".\", \"_\", \"-\" and \"/\"",
          path: DataPath.root.appending("host").appending("stateDir"), at: place))
    }
  }
}

extension DescribedSet<HostKeys> {
  /// Reports keys that mean nothing for a host that is alone.
  private func refuseFleetKeys(_ diagnostics: inout Diagnostics) {
    for (key, place) in [
      ("drain", place(of: \.drain)), ("zone", self.zone?.range), ("tags", place(of: \.tags)),
    ] {
      guard let place else { continue }
      diagnostics.report(
        .conflictingKeys(
          "host.\(key) is only for fleets, but there is a single host", at: place, other: nil,
          suggestion: "remove it"))
    }
  }

  /// Its tags, each once.
  var tagNames: [Label] { self.tags.map(\.value).withoutDuplicates() }

  /// The memory that guests may have together, in bytes; nil if the host's memory is not given.
  var guestMemory: Int64? {
    guard let memory = self.memory else { return nil }
    let left = max(0, memory.value.bytes.subtractingClamped(self.reserve?.value.bytes ?? 0))
    guard let ratio = self.memoryRatio?.value else { return left }
    let (product, overflow) = left.multipliedReportingOverflow(by: Int64(ratio.percent))
    return overflow ? Int64.max : product / 100
  }
}

extension ValueParser where Value == MemoryRatio {
  fileprivate static var memoryRatio: ValueParser {
    form(
      .invalidQuota, "a ratio of memory", rule: MemoryRatio.rule, pattern: "^[0-9]{1,4}%$"
    ) { MemoryRatio($0) }
  }
}
