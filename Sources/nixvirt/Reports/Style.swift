/// How parts of messages are set off: with the terminal's colours, or not at all.
struct Style {
  enum Role {
    case error
    case warning
    case note
    case help
    case strong
    case added
    case removed
    case hunk
  }

  private let isColored: Bool

  static let plain = Style(isColored: false)
  static let colored = Style(isColored: true)

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
    case .added: "32"
    case .removed: "31"
    case .hunk: "36"
    }
  }
}
