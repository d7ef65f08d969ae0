/// How parts of messages are set off: with the terminal's colors, or not at all.
struct Style {
  enum Role {
    case error
    case warning
    case note
    case help
    case strong
    case muted
    case added
    case removed
    case hunk
  }

  private let isColored: Bool
  private let showsLinks: Bool

  init(isColored: Bool, showsLinks: Bool = false) {
    self.isColored = isColored
    self.showsLinks = showsLinks
  }

  static let plain = Style(isColored: false)
  static let colored = Style(isColored: true)

  /// A text that leads to a file, on a terminal that has links.
  func link(_ text: String, toFile path: String) -> String {
    showsLinks ? Hyperlink.text(text, toFile: path) : text
  }

  func callAsFunction(_ role: Role, _ text: String) -> String {
    isColored ? "\u{1B}[\(Self.code(of: role))m\(text)\u{1B}[0m" : text
  }

  private static func code(of role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    case .help: "1;32"
    case .strong: "1"
    case .muted: "2"
    case .added: "32"
    case .removed: "31"
    case .hunk: "36"
    }
  }
}
