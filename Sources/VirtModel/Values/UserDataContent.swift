import NixAST

/// User data for cloud-init, where it can be checked without cloud-init.
struct UserDataContent {
  private let text: String
  private let isTooLarge: Bool

  /// Nothing that a person writes is larger; files of that size belong on a server.
  private static let limit = 1 << 20

  init(_ bytes: [UInt8]) {
    isTooLarge = bytes.count > Self.limit
    // A line that ends with CR LF ends with one Character.
    let read = bytes.prefix(Self.limit).filter { $0 != UInt8(ascii: "\r") }
    text = String(decoding: read, as: UTF8.self)
  }

  // MARK: - Its kind

  /// Beginnings that cloud-init knows ("User-Data Formats"), without regard to case as cloud-init does it.
  private static let headers = [
    "#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "## template: jinja",
    "#upstart-job", "mime-version:", "content-type:",
  ]

  /// A problem of its beginning, and help; nil if cloud-init knows it.
  var problem: (message: String, suggestion: String)? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.first.map { $0.lowercased() } ?? ""
    if isTooLarge {
      return ("is larger than 1 MiB", "let a command of the user data download what is large")
    }
    if Self.headers.contains(where: first.hasPrefix) { return nil }
    if text.isEmpty { return ("is empty", "remove the key") }
    if text.hasPrefix("\u{FEFF}") {
      return ("starts with a byte order mark", "save it as UTF-8 without a byte order mark")
    }
    if text.utf8.starts(with: [0x1F]) || text.contains("\u{0}") {
      return ("is not a text", "unpack it: cloud-init gets it as it is")
    }
    if let place = lines.firstIndex(where: { line in
      Self.headers.contains(where: line.lowercased().hasPrefix)
    }), lines[..<place].allSatisfy({ $0.allSatisfy(\.isWhitespace) || $0.hasPrefix("#") }) {
      return (
        "starts with another line than its header", "move the header, line \(place + 1), to the top"
      )
    }
    return (
      "does not start with a header of cloud-init",
      "start it with the line #cloud-config, or with #! if it is a script"
    )
  }

  // MARK: - Logins

  /// Parts of the names of settings that can let somebody log in: keys, passwords, and what runs programs
  /// or writes files.
  private static let ways = [
    "ssh_authorized_keys", "ssh-authorized-keys", "ssh_import_id", "ssh-import-id", "passw", "cmd",
    "write_files", "ansible", "chef", "puppet", "salt_minion", "vendor_data",
  ]

  /// Whether somebody may be able to log in because of it. Only of settings without any way to do that it
  /// is known that nobody can: a script can do everything.
  var mayLetSomebodyIn: Bool {
    let lines = text.lowercased().split(separator: "\n")
    guard let first = lines.first, first.filter({ !$0.isWhitespace }) == "#cloud-config" else {
      return true
    }
    return lines.contains { line in
      !line.drop(while: \.isWhitespace).hasPrefix("#") && Self.ways.contains(where: line.contains)
    }
  }

  // MARK: - Secrets

  /// The lines with what is likely a secret, and what it is. The secrets themselves are not in it.
  var secrets: [(line: Int, what: String)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let passwords = UserDataSecrets.find(in: lines)
    guard PrivateKeyText.isCertain(text) else { return passwords }
    let line = lines.firstIndex { PrivateKeyText.isCertain(String($0)) } ?? 0
    return [(line + 1, "a private key")] + passwords
  }
}
