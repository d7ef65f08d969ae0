import NixAST

/// A public key of OpenSSH, one line: `ssh-ed25519 AAAAC3… me@laptop`.
///
/// The key's own type field, at the start of the base64 blob, must be the one written before it
/// (RFC 4253, section 6.6; sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). Options before the type are
/// refused: they would be silently wrong for root.
public struct SSHPublicKey: Hashable, Sendable, CustomStringConvertible {
  /// `ssh-ed25519` and the like.
  public let type: String
  /// The key, in base64.
  public let blob: String
  /// The text after the key, often who and where; may be empty.
  public let comment: String

  /// The types that OpenSSH accepts today; `ssh-dss` is not among them since OpenSSH 10.
  public static let types = [
    "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
  ]

  /// The reason why a text is not a public key.
  public enum Problem: Error, Hashable, Sendable {
    /// It is a private key; it must not be repeated anywhere.
    case isPrivate
    /// No known type comes first.
    case unknownType(String)
    /// There is nothing behind the type.
    case blobMissing
    /// The blob is not base64.
    case blobNotBase64
    /// The blob is cut off, or has more than a key.
    case blobCut
    /// The blob is of another type.
    case typeMismatch(String)
    /// There is a line break or another control character.
    case controlCharacter
  }

  /// Whether a text holds a private key, of OpenSSH's, PEM's or PuTTY's kind, or its beginning.
  static func looksPrivate(_ text: String) -> Bool {
    PrivateKeyText.isCertain(text)
  }

  /// Reads a key; white space around it is left out.
  public init(parsing text: String) throws(Problem) {
    if Self.looksPrivate(text) { throw .isPrivate }
    let fields = text.split(
      maxSplits: 2, omittingEmptySubsequences: true,
      whereSeparator: { $0 == " " || $0 == "\t" })
    let trimmedEnd = text.utf8.last == UInt8(ascii: "\n") ? text.utf8.dropLast() : text.utf8[...]
    if trimmedEnd.contains(where: { ASCII.isControl($0) && $0 != UInt8(ascii: "\t") }) {
      throw .controlCharacter
    }
    guard let type = fields.first.map({ Self.trimmed($0) }), Self.types.contains(type) else {
      throw .unknownType(fields.first.map { Self.trimmed($0) } ?? "")
    }
    guard fields.count > 1 else { throw .blobMissing }
    let blob = Self.trimmed(fields[1])
    guard let bytes = Base64.decode(blob) else { throw .blobNotBase64 }
    var strings = SSHWireStrings(bytes)
    guard let inner = strings.next() else { throw .blobCut }
    guard inner == Array(type.utf8) else {
      throw .typeMismatch(String(decoding: inner, as: UTF8.self))
    }
    var count = 0
    while strings.next() != nil { count += 1 }
    guard strings.isAtEnd, count >= 1 else { throw .blobCut }
    self.type = type
    self.blob = blob
    comment = fields.count > 2 ? Self.trimmed(fields[2]) : ""
  }

  /// The line for `authorized_keys`, without a line break.
  public var description: String {
    comment.isEmpty ? "\(type) \(blob)" : "\(type) \(blob) \(comment)"
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.unicodeScalars.last, last.properties.isWhitespace { text.removeLast() }
    while let first = text.unicodeScalars.first, first.properties.isWhitespace {
      text.removeFirst()
    }
    return String(text)
  }
}

/// The strings of an SSH wire format, each a length of 32 bits and that many bytes (RFC 4251,
/// section 5).
private struct SSHWireStrings {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func next() -> [UInt8]? {
    guard bytes.count - offset >= 4 else { return nil }
    let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count - offset - 4 >= length else { return nil }
    defer { offset += 4 + length }
    return Array(bytes[offset + 4..<offset + 4 + length])
  }
}

/// Base64 of RFC 4648, section 4, with padding.
enum Base64 {
  /// The bytes; nil if the text is not base64.
  static func decode(_ text: String) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.utf8.count - digits.count
    guard !digits.isEmpty, text.utf8.count.isMultiple(of: 4), padding <= 2,
      text.utf8.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") })
    else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count / 4 * 3)
    var buffer: UInt32 = 0
    var bits = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return result
  }

  /// The text of bytes, with padding.
  static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let padded = Array(part) + Array(repeating: 0, count: 3 - part.count)
      let number = padded.reduce(0) { $0 << 8 | Int($1) }
      for place in 0..<4 {
        result.append(
          place > part.count ? UInt8(ascii: "=") : digits[number >> (18 - 6 * place) & 0x3F])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
