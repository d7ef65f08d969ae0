import NixAST

/// Where a guest's screen can be seen over VNC: `localhost:1`, `:1`, `192.168.1.2:1`, `[::1]:1`,
/// `unix:/run/alice.vnc`.
///
/// `:1` is `localhost:1`. (For QEMU, `:1` is every address of the host; here an address that
/// others can reach has to be written out: `0.0.0.0:1`.)
public enum VNCDisplay: Hashable, Sendable, CustomStringConvertible {
  /// TCP port 5900 + display on an address of the host.
  case tcp(address: String, display: Int)
  /// A socket in the file system.
  case unix(AbsolutePath)

  /// The highest display whose port exists: 65535 - 5900.
  static let maximumDisplay = 59635

  /// Reads a display; nil for a text that is none.
  public init?(_ text: String) {
    if text.utf8.starts(with: "unix:".utf8) {
      guard let path = AbsolutePath(String(text.dropFirst(5))) else { return nil }
      self = .unix(path)
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      let display = Self.display(text[text.index(after: colon)...]),
      let address = Self.address(text[..<colon])
    else { return nil }
    self = .tcp(address: address, display: display)
  }

  /// As QEMU's `-display vnc=` takes it, before commas are doubled.
  public var description: String {
    switch self {
    case .tcp(let address, let display): "\(address):\(display)"
    case .unix(let path): "unix:\(path)"
    }
  }

  /// Whether only the host itself reaches it.
  public var isLocal: Bool {
    switch self {
    case .tcp(let address, _): address == "localhost" || address == "[::1]"
    case .unix: true
    }
  }

  /// Whether it is a socket in the file system.
  var isSocket: Bool {
    if case .unix = self { true } else { false }
  }

  private static func display(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy(ASCII.isDigit), let number = Int(text),
      number <= maximumDisplay, String(number).utf8.count == text.utf8.count
    else { return nil }
    return number
  }

  private static func address(_ text: Substring) -> String? {
    if text.isEmpty || text == "localhost" || text == "127.0.0.1" { return "localhost" }
    if text.first == "[", text.last == "]" {
      let inner = text.dropFirst().dropLast()
      let isPlausible = inner.utf8.allSatisfy {
        ASCII.isDigit($0) || $0 == UInt8(ascii: ":") || (0x61...0x66) ~= ($0 | 0x20)
      }
      return isPlausible && inner.contains(":") ? String(text) : nil
    }
    return IPv4Address(String(text)).map(\.description)
  }
}
