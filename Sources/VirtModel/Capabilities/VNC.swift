import NixAST

/// A guest's screen over VNC.
public enum VNC: GuestCapability {
  /// Where the screen can be seen.
  public static let key = Key(
    "vncDisplay", .vncDisplay,
    "Where the screen can be seen over VNC. Without it the guest has no graphics card.")

  static var keys: [any KeyDefinition] { [key] }
  static var aliases: [String: String] { ["vnc": "vncDisplay"] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let display = guest.given[key], case .unix(let path) = display.value else { return }
    // The guest's user can make files in this directory only.
    let directory = "/run/guests/\(guest.name.value)/"
    let file = path.description.dropFirst(directory.utf8.count)
    if !path.description.hasPrefix(directory) || file.isEmpty || file.contains("/") {
      diagnostics.report(.vncSocketPlace(path, of: guest.name.value, at: display.place))
    }
  }

  static func claim(_ guest: ResolvedGuest, _ claims: inout Claims) {
    guard let display = guest.given[key] else { return }
    claims.add(identity(of: display.value), .display, of: guest, at: display.range)
  }

  /// A port is one thing on every address that is not written out.
  private static func identity(of display: VNCDisplay) -> String {
    switch display {
    case .tcp(_, let display): "\(display)"
    case .unix(let path): "unix:\(path)"
    }
  }

  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard case .string(let string)? = attribute.data, let text = string.text, text.hasPrefix(":")
    else { return nil }
    importer.report(
      .imported(
        "\(attribute.path) is on the loopback interface now: for QEMU, \(quoted(text)) is every"
          + " address of the host, without a password", at: attribute.place,
        suggestion: "write \"0.0.0.0\(text)\" if others shall reach it"))
    return nil
  }
}

extension Guest {
  /// Where the screen can be seen, if there is one.
  public var vncDisplay: VNCDisplay? { values[VNC.key]?.value }
}
