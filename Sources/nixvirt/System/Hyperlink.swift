import Glibc

/// Links in the output of terminals (OSC 8).
enum Hyperlink {
  /// Whether a terminal that messages are shown on has links: it is known for them, or
  /// `FORCE_HYPERLINK` decides.
  static func areShown(_ environment: (String) -> String?, onTerminal: Bool) -> Bool {
    if let forced = environment("FORCE_HYPERLINK") { return forced != "0" }
    guard onTerminal else { return false }
    if ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(environment("TERM_PROGRAM")) {
      return true
    }
    if ["WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID"].contains(where: {
      environment($0) != nil
    }) {
      return true
    }
    // VTE 0.50 was the first; GNOME Terminal and others are made of it.
    if let version = environment("VTE_VERSION").flatMap(Int.init), version >= 5001 { return true }
    return ["xterm-kitty", "alacritty", "foot"].contains(environment("TERM"))
  }

  /// A text that leads to a file; the plain text if there is no such file.
  static func text(_ text: String, toFile path: String) -> String {
    guard let url = url(ofFile: path) else { return text }
    return "\u{1B}]8;;\(url)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  /// `file://HOST/PATH`: the host's name keeps terminals from opening files of another machine.
  private static func url(ofFile path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    var name = [CChar](repeating: 0, count: 256)
    let hasName = gethostname(&name, name.count - 1) == 0
    let host = hasName ? encoded(name.prefix { $0 != 0 }) : ""
    return "file://\(host)"
      + encoded(UnsafeBufferPointer(start: pointer, count: strlen(pointer)))
  }

  private static func encoded(_ bytes: some Sequence<CChar>) -> String {
    PercentEncoding.text(bytes.lazy.map(UInt8.init(bitPattern:)))
  }
}
