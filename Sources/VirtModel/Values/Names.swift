import NixAST

/// The name of a guest: `[a-z][a-z0-9-]*`, at most 63 bytes, not ending in a hyphen. It names the
/// guest's units, its directory and the host inside, so it is a label of RFC 1123.
public struct GuestName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// A name; nil for a text that is none.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard let first = bytes.first, ASCII.isLower(first), bytes.count <= 63,
      bytes.last != UInt8(ascii: "-"),
      bytes.allSatisfy({ ASCII.isLower($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    description = text
  }

  /// The rule for names, as messages state it.
  public static let rule =
    "use lower-case letters, digits and hyphens, starting with a letter, at most 63 characters"

  /// A name made from any text, for suggestions; nil if nothing of it can stay.
  public static func resembling(_ text: String) -> GuestName? {
    var bytes: [UInt8] = []
    for byte in text.lowercased().utf8 {
      if ASCII.isLower(byte) || (ASCII.isDigit(byte) && !bytes.isEmpty) {
        bytes.append(byte)
      } else if let last = bytes.last, last != UInt8(ascii: "-") {
        bytes.append(UInt8(ascii: "-"))
      }
    }
    bytes = Array(bytes.prefix(63))
    while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    return GuestName(String(decoding: bytes, as: UTF8.self))
  }

  /// Alphabetical order.
  public static func < (left: GuestName, right: GuestName) -> Bool {
    left.description < right.description
  }
}

/// The name of the host: one or more labels of RFC 1123 (letters, digits, hyphens), at most 253
/// bytes.
public struct HostName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// The rule for names, as messages state it.
  public static let rule = "use labels of letters, digits and hyphens, separated by dots"

  /// A name; nil for a text that is none.
  public init?(_ text: String) {
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard text.utf8.count <= 253,
      labels.allSatisfy({ label in
        !label.isEmpty && label.count <= 63 && label.first != UInt8(ascii: "-")
          && label.last != UInt8(ascii: "-")
          && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") }
      })
    else { return nil }
    description = text
  }

  /// Alphabetical order.
  public static func < (left: HostName, right: HostName) -> Bool {
    left.description < right.description
  }
}

/// The name of a network interface: 1 to 15 bytes (`IFNAMSIZ` of the kernel, less the NUL) of
/// letters, digits, `.`, `_` and `-`; not `.`, `..`, `all` or `default`, which sysctl reserves, nor
/// `lo`, which every host has.
public struct InterfaceName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// The kernel's limit, in bytes.
  static let maximumLength = 15

  /// The rule for names, as messages state it.
  public static let rule =
    "use 1 to 15 letters, digits, \".\", \"_\" and \"-\", and not \"all\", \"default\" or \"lo\""

  /// A name; nil for a text that is none.
  public init?(_ text: String) {
    guard (1...Self.maximumLength).contains(text.utf8.count),
      text.utf8.allSatisfy(ASCII.isNameByte)
    else { return nil }
    switch text {
    case ".", "..", "all", "default", "lo": return nil
    default: description = text
    }
  }

  /// Alphabetical order.
  public static func < (left: InterfaceName, right: InterfaceName) -> Bool {
    left.description < right.description
  }
}

/// A short name of something inside a description: a network, a disk, a share's tag. Letters,
/// digits, `_` and `-`, a letter first, at most 36 bytes (virtiofs's limit for a tag).
public struct Label: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The name.
  public let description: String

  /// The rule for names, as messages state it.
  public static let rule =
    "use letters, digits, \"_\" and \"-\", starting with a letter, at"
    + " most 36 characters"

  /// A name; nil for a text that is none.
  public init?(_ text: String) {
    guard let first = text.utf8.first, ASCII.isLetter(first), text.utf8.count <= 36,
      text.utf8.allSatisfy({ ASCII.isNameByte($0) && $0 != UInt8(ascii: ".") })
    else { return nil }
    description = text
  }

  /// Alphabetical order.
  public static func < (left: Label, right: Label) -> Bool { left.description < right.description }
}

extension Label {
  /// The rule for disk names, as messages state it.
  static let diskRule =
    "use letters, digits, \"_\" and \"-\", starting with a letter, at most"
    + " 20 characters"

  /// The name of a disk, which is its serial number too: virtio has room for 20 bytes of one.
  init?(disk text: String) {
    guard text.utf8.count <= 20 else { return nil }
    self.init(text)
  }
}

extension InterfaceName {
  /// For names that are made of checked ones.
  init(checked name: String) {
    description = name
  }
}

extension HostName {
  /// For names of our own.
  init(checked name: String) {
    description = name
  }
}

extension Label {
  /// For names of our own.
  init(checked name: String) {
    description = name
  }
}
