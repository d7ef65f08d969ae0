import NixAST

/// The log of a guest's serial console, which is rotated while the guest runs.
public enum ConsoleLog: GuestCapability {
  /// How much is kept.
  public static let key = Key(
    "log", .described() as ValueParser<DescribedSet<ConsoleLogKeys>>,
    derived: "10 MiB, and three older files",
    "How much of the console log to keep. Takes effect at the next start.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("log", effect: .runsOn)] }
}

/// The keys of `log`.
public struct ConsoleLogKeys: KeySet {
  /// The definitions.
  public static let keys = ConsoleLogKeys()

  /// The maximum size of a file.
  public let maxSize = DefaultedKey(
    "maxSize", .size, default: Size(checkedBytes: 10 << 20), "The maximum size of a file.")
  /// The number of older files.
  public let keep = DefaultedKey(
    "keep", .integer(1...99), default: 3, "The number of older files to keep.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.log`", noun: "a log", [keys.maxSize, keys.keep])
}

extension Guest {
  /// How much of the console's log is kept.
  public var log: DescribedSet<ConsoleLogKeys> {
    values[ConsoleLog.key]?.value ?? DescribedSet()
  }
}

// MARK: - In the module

extension ConsoleLog {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard guest.log.values != DescribedSet<ConsoleLogKeys>().values else { return }
    paragraph.set("log", .str("\(guest.log.maxSize.bytes) \(guest.log.keep)"))
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard case .string(let string)? = attribute.data,
      let words = string.text?.split(separator: " "), words.count == 2,
      let size = Int64(words[0]).flatMap({ Size(bytes: $0) }), let keep = Int64(words[1])
    else { return nil }
    return [
      ImportedKey(
        "log",
        .set {
          "maxSize" => .str(size.description)
          "keep" => .int(keep)
        })
    ]
  }

  /// MAX-BYTES and KEEP of guest-monitor.
  static func limits(_ use: ModuleUse) -> Str {
    let usual = DescribedSet<ConsoleLogKeys>()
    let text = "\(usual.maxSize.bytes) \(usual.keep)"
    return use.has("log") ? "\(Nix.guest("log", or: .str(text)))" : Str([.text(text)])
  }
}
