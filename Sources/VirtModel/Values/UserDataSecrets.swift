import NixAST

/// Finds likely passwords and tokens in user data: settings of YAML, assignments of shells, options of
/// commands, headers and addresses of the web.
enum UserDataSecrets {
  /// The lines, counted from 1, with the kind of the secret. Lines that are comments count as empty.
  static func find(in lines: [Substring]) -> [(line: Int, what: String)] {
    var found: [(line: Int, what: String)] = []
    /// The indentation of `chpasswd:`, while lines below belong to it.
    var logins: Int?
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      let indentation = bytes.prefix { $0 == UInt8(ascii: " ") }.count
      guard indentation < bytes.count, bytes[indentation] != UInt8(ascii: "#") else { continue }
      if let outer = logins, indentation <= outer { logins = nil }
      let text = line[...].lowercased()
      let hasLogins = logins != nil || text.contains("chpasswd")
      if let what = secret(in: bytes) {
        found.append((index + 1, what))
      } else if hasAddressWithPassword(bytes) || (hasLogins && hasLogin(bytes)) {
        found.append((index + 1, "a password"))
      }
      if text.dropFirst(indentation).hasPrefix("chpasswd:") { logins = indentation }
    }
    return found
  }

  private static let words: [(part: String, what: String)] = [
    ("password", "a password"), ("passwd", "a password"), ("passphrase", "a password"),
    ("token", "a token"), ("secret", "a secret"), ("api_key", "a token"), ("apikey", "a token"),
    ("auth_key", "a token"), ("authkey", "a token"), ("access_key", "a token"),
    ("activation_key", "a token"), ("registration_key", "a token"), ("authorization", "a token"),
    ("psk", "a password"),
  ]
  /// Names that contain such a word, and have no secret as their value.
  private static let harmless: Set = ["lock_passwd", "chpasswd", "nopasswd"]
  private static let plainValues: Set = ["true", "false", "null", "~", "yes", "no", "on", "off"]

  /// The kind of the first value in a line whose name is that of a secret.
  private static func secret(in bytes: [UInt8]) -> String? {
    for place in bytes.indices
    where bytes[place] == UInt8(ascii: ":") || bytes[place] == UInt8(ascii: "=") {
      var end = place
      while end > 0, isAround(bytes[end - 1]) { end -= 1 }
      var start = end
      while start > 0, ASCII.isNameByte(bytes[start - 1]) { start -= 1 }
      let name = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
        .replacing("-", with: "_")
      guard !harmless.contains(name), let word = words.first(where: { name.contains($0.part) })
      else { continue }
      let value = bytes[(place + 1)...].drop(while: isAround).prefix { !isEnd($0) }
      if isSecret(value) { return word.what }
    }
    return nil
  }

  /// Whether a value may be a secret: no word of YAML, no variable or hash (`$`), no path, set or list.
  private static func isSecret(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, !"$/{[|>%&*!<".utf8.contains(first) else { return false }
    return !plainValues.contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  /// Whether a word of a line is `USER:PASSWORD`, as chpasswd(8) takes it.
  private static func hasLogin(_ bytes: [UInt8]) -> Bool {
    bytes.split(whereSeparator: { isEnd($0) || isAround($0) }).contains { word in
      guard let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex,
        word[..<colon].allSatisfy(ASCII.isNameByte)
      else { return false }
      let value = word[(colon + 1)...]
      return isSecret(value) && !["R", "RANDOM"].contains(String(decoding: value, as: UTF8.self))
    }
  }

  /// Whether a line has an address with a password: `https://user:password@host`.
  private static func hasAddressWithPassword(_ bytes: [UInt8]) -> Bool {
    let text = bytes[...]
    guard let scheme = text.firstRange(of: Array("://".utf8)) else { return false }
    let server = text[scheme.upperBound...].prefix { !isEnd($0) && $0 != UInt8(ascii: "/") }
    guard let at = server.lastIndex(of: UInt8(ascii: "@")) else { return false }
    return server[..<at].contains(UInt8(ascii: ":"))
  }

  private static func isAround(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\"")
      || byte == UInt8(ascii: "'")
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    isAround(byte) || ",};|&)]".utf8.contains(byte)
  }
}
