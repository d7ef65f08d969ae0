import NixAST

/// Recognizes private keys in texts, and what may be a part of one.
///
/// A part from the middle of a key is nothing but base64, so it can only be guessed: a long run of
/// letters and digits in both cases. A guess keeps a text from being shown, and refuses nothing.
enum PrivateKeyText {
  /// Whether a text holds a private key, or its beginning: the header of OpenSSH's, PEM's, PuTTY's
  /// or age's kind, the same in base64, or a body that begins as such keys do.
  static func isCertain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      hasMark(bytes) || runs(of: bytes).contains { DERPrefix.isPrivateKey(bytes[$0]) }
    }
  }

  /// Whether a text holds a private key, or what may be a part of one.
  static func isSuspicious(_ text: String) -> Bool {
    if text.utf8.count < shortestMark { return false }
    var text = text
    return text.withUTF8(isSuspicious)
  }

  /// Whether the bytes of a text hold a private key, or what may be a part of one. Every text of a
  /// description is looked at, once and from its start to its end.
  static func isSuspicious(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.count < shortestMark { return false }
    let isPart = { (run: Range<Int>) in
      DERPrefix.isPrivateKey(bytes[run]) || isMixed(bytes[run])
    }
    return hasMark(bytes) || runs(of: bytes).contains(where: isPart)
      || joined(bytes).map { $0.withUnsafeBufferPointer(isSuspicious) } ?? false
  }

  /// Whether a text on its own, beside a part of a key, may be another part: the last line is short.
  static func isTail(_ text: some StringProtocol) -> Bool { isTail(text.utf8) }

  /// Whether bytes on their own may be another part of a key.
  static func isTail(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(isBase64)
  }

  /// Whether a word of base64 among other text may be a piece of a key, if there are more of them: it is no
  /// public key and no hash, and jumps between kinds of letters.
  static func isPiece(
    _ word: Slice<UnsafeBufferPointer<UInt8>>, after text: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    word.count >= 12 && word.contains(where: ASCII.isUpper) && word.contains(where: ASCII.isLower)
      && jumps(word) * 8 > word.count && !isPublic(word) && !isHash(text)
  }

  static func isBase64(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
  }

  // MARK: - Headers

  /// The last ones are base64 of `openssh-key-v1` and, from each of three places, of `PRIVATE KEY`.
  private static let marks = [
    "PRIVATE KEY", "PuTTY-User-Key-File", "AGE-SECRET-KEY-1", "b3BlbnNzaC1rZXktdjE",
    "UFJJVkFURSBLRV", "BSSVZBVEUgS0VZ", "QUklWQVRFIEtFW",
  ]
  private static let shortestMark = 11

  private static func hasMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.count < shortestMark { return false }
    // Two bytes decide about nearly all places.
    var last = bytes[0]
    for place in 1..<bytes.count {
      let next = bytes[place]
      defer { last = next }
      let mayStart =
        switch last {
        case UInt8(ascii: "P"): next == UInt8(ascii: "R") || next == UInt8(ascii: "u")
        case UInt8(ascii: "A"): next == UInt8(ascii: "G")
        case UInt8(ascii: "b"): next == UInt8(ascii: "3")
        case UInt8(ascii: "U"): next == UInt8(ascii: "F")
        case UInt8(ascii: "B"): next == UInt8(ascii: "S")
        case UInt8(ascii: "Q"): next == UInt8(ascii: "U")
        default: false
        }
      if mayStart, marks.contains(where: { bytes[(place - 1)...].starts(with: $0.utf8) }) {
        return true
      }
    }
    return false
  }

  // MARK: - Runs of base64

  private static let shortestRun = 32

  /// The runs of base64 that are neither a public key nor a hash.
  private static func runs(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    while bytes.count - start >= shortestRun {
      // A run that is too short is passed over from its end.
      let reach = start + shortestRun
      if let other = bytes[start..<reach].lastIndex(where: { !isBase64($0) }) {
        start = other + 1
        continue
      }
      let end = bytes[reach...].firstIndex { !isBase64($0) } ?? bytes.count
      // "=" also stands between a name and a value.
      var part = start
      while part < end {
        let next = bytes[part..<end].firstIndex(of: UInt8(ascii: "=")) ?? end
        if next - part >= shortestRun, !isPublic(bytes[part..<next]),
          !isHash(bytes[..<part]), !isPath(bytes[part..<next])
        {
          result.append(part..<next)
        }
        part = next + 1
      }
      start = end
    }
    return result
  }

  private static func isMixed(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let upper = run.count(where: ASCII.isUpper)
    let lower = run.count(where: ASCII.isLower)
    let other = run.count - upper - lower
    return upper >= 2 && lower >= 2 && (other >= 1 || run.count >= 60)
      && jumps(run) * 8 > run.count
  }

  /// How often a capital follows a small letter, or a digit a letter, or the other way round: in 13 of
  /// 32 places of base64, and in few of names and paths.
  private static func jumps(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    zip(run, run.dropFirst()).count { byte, next in
      ASCII.isLower(byte) && ASCII.isUpper(next)
        || ASCII.isDigit(byte) && ASCII.isLetter(next)
        || ASCII.isLetter(byte) && ASCII.isDigit(next)
    }
  }

  /// The beginnings of the blobs of public keys, which name the type of the key.
  private static let publicBlobs = [
    "AAAAC3NzaC1lZDI1NTE5", "AAAAB3NzaC1yc2E", "AAAAE2VjZHNhLXNoYTIt", "AAAAGnNrLXNzaC1lZDI1NTE5",
    "AAAAInNrLWVjZHNhLXNoYTIt", "AAAAB3NzaC1kc3",
  ]

  private static func isPublic(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    publicBlobs.contains { run.starts(with: $0.utf8) }
  }

  /// Whether a hash follows: `sha256-…`, as Nix writes it, or `SHA256:…`, as OpenSSH does.
  private static func isHash(_ before: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    ["sha256-", "sha384-", "sha512-", "sha1-", "md5-", "SHA256:"].contains {
      before.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }

  /// Whether it is a path rather: many slashes, the first one at the start.
  private static func isPath(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    run.first == UInt8(ascii: "/") && run.count { $0 == UInt8(ascii: "/") } * 12 >= run.count
  }

  /// A text of several pieces of base64 without the white space between them; nil for another one.
  private static func joined(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    func isSpace(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
        || byte == UInt8(ascii: "\r")
    }
    // Every text that is shown is looked at, and nearly all of them end here.
    guard bytes.allSatisfy({ isBase64($0) || isSpace($0) }) else { return nil }
    let pieces = bytes.split(whereSeparator: isSpace)
    guard pieces.count > 1, pieces.dropLast().allSatisfy({ $0.count >= 12 }) else { return nil }
    return Array(pieces.joined())
  }
}

/// The beginnings of private keys in DER (RFC 5208, 5915, 8017): a sequence that starts with a small
/// version, or, where it is encrypted, with the identifier of PKCS #5.
private enum DERPrefix {
  static func isPrivateKey(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard run.first == UInt8(ascii: "M"),
      let bytes = Base64.decode(String(decoding: run.prefix(32), as: UTF8.self)),
      var content = content(bytes[...])
    else { return false }
    if content.starts(with: [2, 1, 0]) || content.starts(with: [2, 1, 1]) {
      // A number, a sequence or a string of bytes follows.
      return [0x02, 0x30, 0x04].contains(content.dropFirst(3).first)
    }
    guard let inner = self.content(content) else { return false }
    content = inner
    return content.starts(with: [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5])
  }

  /// The content of the sequence that starts here.
  private static func content(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.first == 0x30, let length = bytes.dropFirst().first else { return nil }
    return bytes.dropFirst(length & 0x80 == 0 ? 2 : 2 + Int(length & 0x7F))
  }
}
