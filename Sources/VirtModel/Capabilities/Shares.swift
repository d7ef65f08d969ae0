/// Directories of the host that a guest sees.
public enum Shares: GuestCapability {
  /// Directories of the host, by tag.
  public static let key = DefaultedKey<[Named<Label, DescribedSet<ShareKeys>>]>(
    "shares",
    .map(
      "the tag of a share", rule: Label.rule, pattern: labelPattern, { Label($0) }, .described()),
    default: [], "Directories of the host that the guest sees over virtiofs, by tag.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    // A share's program is started again with the guest.
    [ParagraphAttribute("shares", effect: .runsOn, implies: true)]
  }
}

/// The keys of a share.
public struct ShareKeys: KeySet {
  /// The definitions.
  public static let keys = ShareKeys()

  /// The directory of the host.
  public let source = Key(
    "source", .hostPath("a directory of the host"), required: "add source = \"/srv/data\";",
    "The directory of the host. What the guest's root may do in it is what the guest's user,"
      + " `guest-<name>`, may do.")
  /// Where a guest mounts it.
  public let target = Key(
    "target", .hostPath("a directory of the guest"),
    "Where the guest mounts it: any guest with systemd 254 or newer does. Without it the guest mounts"
      + " the tag itself.")
  /// Whether the guest cannot write to it.
  public let readOnly = DefaultedKey(
    "readOnly", .bool, default: false, "Whether the guest cannot write to it.")

  /// What a share may be.
  public static let shape = ObjectShape(
    title: "`guests.<name>.shares.<tag>`", noun: "a share",
    [keys.source, keys.target, keys.readOnly])
}

extension Guest {
  /// Directories of the host, by tag.
  public var shares: [Share] {
    values[Shares.key].compactMap { share in
      share.content.source.map { source in
        Share(
          tag: share.name.value, source: source.value, target: share.content.target?.value,
          readOnly: share.content.readOnly)
      }
    }
  }
}
