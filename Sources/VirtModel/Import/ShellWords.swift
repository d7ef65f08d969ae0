import NixAST

/// The commands of a shell script in a module, as far as they are plain words.
struct ShellWords {
  /// A word; nil for one that has something computed, but for the program's path.
  struct Word {
    var text: String
    /// Whether a part of it is computed.
    var isComputed = false
  }

  /// The commands, each with its words.
  private(set) var commands: [[Word]] = []

  /// Stands for a part that is computed.
  private static let unknown: Unicode.Scalar = "\u{FFFC}"

  /// Splits a script: at white space outside of quotes into words, at line breaks and `;` into
  /// commands. Nil for a script that has more of the shell than that.
  init?(_ string: Str, _ scope: inout ModuleScope) {
    var text = ""
    for part in string.parts {
      switch part {
      case .text(let part): text += part
      case .interpolation(let expr):
        if case .string(let inner)? = scope.data(expr), let known = inner.text {
          text += known
        } else {
          text.unicodeScalars.append(Self.unknown)
        }
      }
    }
    guard text.utf8.count < 1 << 16, split(text) else { return nil }
  }

  private mutating func split(_ text: String) -> Bool {
    var words: [Word] = []
    var word: Word?
    var quote: Unicode.Scalar?
    // A quote with an accent after it is another character to Swift, and a quote to the shell.
    var rest = text.unicodeScalars[...]
    func endWord() {
      if let word { words.append(word) }
      word = nil
    }
    func add(_ character: Unicode.Scalar) {
      var next = word ?? Word(text: "")
      next.text.unicodeScalars.append(character)
      if character == Self.unknown || character == "$" { next.isComputed = true }
      word = next
    }
    while let character = rest.popFirst() {
      switch character {
      case "\\" where quote != "'":
        guard let next = rest.popFirst() else { return false }
        if next != "\n" { add(next) }
      case "'" where quote != "\"", "\"" where quote != "'":
        quote = quote == nil ? character : nil
        if word == nil { word = Word(text: "") }
      case _ where quote != nil: add(character)
      case " ", "\t": endWord()
      case "#" where word == nil: rest = rest.drop { $0 != "\n" }
      case "\r" where rest.first == "\n": continue
      case "\n", ";":
        endWord()
        if !words.isEmpty { commands.append(words) }
        words = []
      case "|", "&", "(", ")", "<", ">", "`": return false
      default: add(character)
      }
    }
    endWord()
    if !words.isEmpty { commands.append(words) }
    return quote == nil
  }
}
