import NixAST

// Paths that work only if something is done on the host.

extension Diagnostics {
  /// Warns of a path that only the owner of a home directory can reach, as long as nobody changes that.
  mutating func warnOfHome(
    _ path: AbsolutePath, _ key: String, of guest: Guest, at place: SourceRange?
  ) {
    guard HostPlace(path) == .homes, let home = path.home else { return }
    report(
      Diagnostic(
        .pathInHome,
        "\(key): the user \(guest.user) must be able to enter \(home), but usually only its"
          + " owner can", at: place,
        suggestion: home.needsNoQuotes
          ? "move it, or run once: setfacl -m u:\(guest.user):x \(home)" : "move it"))
  }

  /// Warns of a store path that nothing of the module refers to.
  mutating func warnOfStore(_ path: AbsolutePath, _ key: String, at place: SourceRange?) {
    guard StorePath(path) != nil else { return }
    report(
      Diagnostic(
        .storePathAsText,
        "\(key): a string does not protect a store path from the garbage collector",
        at: place,
        suggestion: "link it: nix-store --realise --add-root"
          + " /nix/var/nix/gcroots/<name> <store path>"))
  }
}

extension AbsolutePath {
  /// Whether it has a byte that must be quoted in a unit file: systemd.syntax(7).
  var hasUnitSyntax: Bool {
    description.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || "%\"'\\$".utf8.contains($0) }
  }

  /// The home directory that it is in; nil for the directory of all of them.
  fileprivate var home: String? {
    guard let root = ["/home", "/run/user"].first(where: isBelow) else { return nil }
    let name = description.utf8.dropFirst(root.utf8.count + 1).prefix { $0 != UInt8(ascii: "/") }
    return "\(root)/\(Substring(name))"
  }
}

extension String {
  fileprivate var needsNoQuotes: Bool {
    utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "/") }
  }
}
