import NixAST

/// Directories of the host that a guest sees.
public enum Shares: GuestCapability {
  /// Directories of the host, by tag.
  public static let key = DefaultedKey<[Named<Label, DescribedSet<ShareKeys>>]>(
    "shares",
    .map(
      "the tag of a share", rule: Label.rule, pattern: labelPattern, { Label($0) }, .described()),
    default: [], "Directories of the host that the guest can mount with virtiofs, by tag.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    // A share's program is started again with the guest.
    [ParagraphAttribute("shares", effect: .runsOn, implies: true)]
  }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    checkTargets(guest, &diagnostics)
    checkSockets(guest, &diagnostics)
    for share in guest.given[key] {
      guard let source = share.content.source else { continue }
      diagnostics.checkPath(
        source.value, "\(guest.path).shares.\(share.name.value).source", .share, at: source.range)
    }
  }

  private static func checkSockets(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    for share in guest.given[key] {
      let tag = share.name.value.description
      let socket = QEMU.helperSocket("share-\(tag)", of: guest.name.value)
      let excess = socket.utf8.count - HostNames.longestSocket
      guard excess > 0 else { continue }
      diagnostics.report(
        Diagnostic(
          .outOfRange,
          "\(guest.path).shares.\(tag): the path of its socket, with both names, is too long for"
            + " Linux, by \(excess) bytes", at: share.name.range,
          suggestion: "use a tag of at most \(tag.utf8.count - excess) characters"))
    }
  }

  /// A directory of the guest is one share's, and the root directory is its disk's.
  private static func checkTargets(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    var mounted: [AbsolutePath: SourceRange?] = [:]
    for share in guest.given[key] {
      guard let target = share.content.target else { continue }
      if target.value.description == "/" {
        diagnostics.report(
          Diagnostic(
            .unusablePath,
            "\(guest.path).shares.\(share.name.value).target: the guest's own disk is mounted at /",
            at: target.range,
            suggestion: "use another directory, as in \"/mnt/\(share.name.value)\""))
      }
      guard let other = mounted.updateValue(target.range, forKey: target.value)
      else { continue }
      diagnostics.report(
        .conflictingKeys(
          "\(guest.path).shares.\(share.name.value).target: another share is mounted at"
            + " \(target.value)", at: target.range, other: other,
          suggestion: "mount one of them at another directory"))
    }
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    for guest in guests {
      for share in guest.given[key] {
        guard let source = share.content.source else { continue }
        let (path, state) = (source.value.withoutKnownLinks, host.stateDirectory.withoutKnownLinks)
        let isInside = path.isAtOrBelow(state.description)
        guard isInside || state.isBelow(path.description) else { continue }
        diagnostics.report(
          Diagnostic(
            .unusablePath,
            "\(guest.path).shares.\(share.name.value).source: \(quoted(source.value.description))"
              + " \(isInside ? "is in" : "contains") host.stateDir, with the disks of guests",
            at: source.range,
            suggestion: "share another directory"))
      }
    }
  }

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    for share in guest.given[key] {
      guard let source = share.content.source else { continue }
      let name = "\(guest.path).shares.\(share.name.value).source"
      diagnostics.warnOfHome(source.value, name, of: guest.guest, at: source.range)
      diagnostics.warnOfStore(source.value, name, at: source.range)
    }
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    for share in guest.given[key] {
      claims.add(
        "\(guest.name.value)/\(slot(share))", .slot, of: guest, at: share.name.range,
        key: share.content.slot == nil ? "\(guest.path).shares.\(share.name.value).slot" : nil)
    }
  }

  fileprivate static func slot(_ share: Named<Label, DescribedSet<ShareKeys>>) -> Int {
    share.content.slot?.value ?? HardwarePlan.place("share", share.name.value.description)
  }
}

/// The keys of a share.
public struct ShareKeys: KeySet {
  /// The definitions.
  public static let keys = ShareKeys()

  /// The directory of the host.
  public let source = Key(
    "source", .hostPath("a directory of the host"), required: "add source = \"/srv/data\";",
    "The directory on the host. The guest's root has the rights of the user `guest-<name>` in it.")
  /// Where a guest mounts it.
  public let target = Key(
    "target", .hostPath("a directory of the guest"),
    "The mount point in the guest, for guests with systemd 254 or newer. Without it, mount the"
      + " tag in the guest yourself.")
  /// Whether the guest can only read it.
  public let readOnly = DefaultedKey(
    "readOnly", .bool, default: false, "Whether the guest can only read it.")

  /// Its place on the guest's PCI bus.
  public let slot = Key(
    "slot", .integer(HardwarePlan.places), derived: "derived from the tag", HardwarePlan.slotSummary
  )

  /// The keys of a share, and its form.
  static let shape = ObjectShape(
    title: "`guests.<name>.shares.<tag>`", noun: "a share",
    [keys.source, keys.target, keys.readOnly, keys.slot])
}

extension Guest {
  /// Directories of the host, in the order of their tags.
  public var shares: [Share] {
    values[Shares.key].compactMap { share in
      share.content.source.map { source in
        Share(
          tag: share.name.value, source: source.value, target: share.content.target?.value,
          readOnly: share.content.readOnly, slot: Shares.slot(share))
      }
    }.sorted { $0.tag < $1.tag }
  }
}

// MARK: - In the module

extension Shares {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.shares.isEmpty else { return }
    paragraph.set(
      "shares",
      .set {
        for share in guest.shares { Attrpath(share.tag.description) => expr(share) }
      })
    paragraph.hasBridges = true
    for share in guest.shares {
      let socket = QEMU.helperSocket("share-\(share.tag)", of: guest)
      paragraph.device("-chardev", "socket,id=share-\(share.tag),path=\(socket)")
      let place = HardwarePlan.behindBridge(share.slot)
      paragraph.device(
        "-device",
        "vhost-user-fs-pci,chardev=share-\(share.tag),tag=\(share.tag),\(place.properties)")
      paragraph.mounts.append(share.source)
    }
    if let fstab = fstab(guest.shares) {
      paragraph.device(
        "-smbios", "type=11,value=io.systemd.credential:fstab.extra=\(QEMU.escaped(fstab))")
    }
  }

  private static func expr(_ share: Guest.Share) -> Expr {
    .set {
      "source" => .str(share.source.description)
      let settings = settings(share)
      if !settings.isEmpty { Nix.nested("serviceConfig", settings) }
    }
  }

  /// Additional rights of the program that serves the share.
  private static func settings(_ share: Guest.Share) -> [UnitSetting] {
    var settings = ServiceSettings()
    if !share.readOnly { settings.writablePaths = [share.source] }
    settings.seesHome = share.source.isHome
    return settings.settings()
  }

  /// The mounts of shares, as lines of fstab(5); nil if there are none.
  private static func fstab(_ shares: [Guest.Share]) -> String? {
    let lines = shares.compactMap { share in
      share.target.map { target in
        "\(share.tag) \(field(target)) virtiofs \(share.readOnly ? "ro" : "rw") 0 0"
      }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// A path as fstab(5) takes it.
  static func field(_ path: AbsolutePath) -> String {
    path.description.replacingBytes(of: "\\", with: "\\134")
      .replacingBytes(of: " ", with: "\\040")
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    guard use.has("shares") else { return }
    let share = Expr.variable("share")
    let arguments: Expr = [
      "\(Nix.pkgs["virtiofsd"])/bin/virtiofsd", "--fd=3", "--sandbox=none", "--shared-dir",
      share["source"],
    ]
    let program: Expr = .set {
      "script" => "exec \(Nix.lib["escapeShellArgs"](arguments))"
      "serviceConfig" => .select(Select(share, "serviceConfig", default: [:]))
    }
    let named = Nix.lib["nameValuePair"]("share-\(Expr.variable("tag"))", program)
    code.helpers.append(
      Nix.lib["mapAttrs'"](
        .lambda("tag", body: .lambda("share", body: named)), Nix.guest("shares", or: [:])))
  }
}
