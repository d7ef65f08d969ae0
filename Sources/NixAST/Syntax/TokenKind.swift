/// The kind of a token.
public enum TokenKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// A name that is not a keyword.
  case identifier
  /// `42`
  case integer
  /// `1.5`
  case float
  /// `https://example.org`, without quotes.
  case uri
  /// The text of a path, or its text up to the first interpolation: `./a`.
  case path
  /// The same of a path that starts with `~/`.
  case homePath
  /// `<nixpkgs>`
  case searchPath
  /// `"`, at either end of a string.
  case quote
  /// `''`, at either end of an indented string.
  case indentedQuote
  /// Text in a string, as it is written, escapes included.
  case stringText
  /// Text of a path after an interpolation.
  case pathText
  /// `${`
  case interpolation
  /// `{`
  case leftBrace
  /// `}`
  case rightBrace
  /// `[`
  case leftBracket
  /// `]`
  case rightBracket
  /// `(`
  case leftParenthesis
  /// `)`
  case rightParenthesis
  /// `;`
  case semicolon
  /// `:`
  case colon
  /// `,`
  case comma
  /// `.`
  case dot
  /// `...`
  case ellipsis
  /// `@`
  case at
  /// `?`
  case question
  /// `=`
  case assign
  /// `++`
  case concat
  /// `*`
  case multiply
  /// `/`
  case divide
  /// `+`
  case plus
  /// `-`
  case minus
  /// `//`
  case update
  /// `<`
  case less
  /// `<=`
  case lessOrEqual
  /// `>`
  case greater
  /// `>=`
  case greaterOrEqual
  /// `==`
  case equal
  /// `!=`
  case notEqual
  /// `&&`
  case and
  /// `||`
  case or
  /// `->`
  case implies
  /// `|>`
  case pipeInto
  /// `<|`
  case pipeFrom
  /// `!`
  case not
  /// `if`
  case ifKeyword
  /// `then`
  case thenKeyword
  /// `else`
  case elseKeyword
  /// `assert`
  case assertKeyword
  /// `with`
  case withKeyword
  /// `let`
  case letKeyword
  /// `in`
  case inKeyword
  /// `rec`
  case recKeyword
  /// `inherit`
  case inheritKeyword
  /// `or`
  case orKeyword
  /// A byte that begins no token.
  case invalid
  /// The end of the text.
  case endOfFile
}

extension TokenKind {
  /// Whether an argument of an application may begin with it.
  var beginsTerm: Bool {
    switch self {
    case .identifier, .integer, .float, .uri, .path, .homePath, .searchPath, .quote,
      .indentedQuote, .leftBrace, .leftBracket, .leftParenthesis, .letKeyword, .recKeyword:
      true
    default: false
    }
  }

  /// Whether it is a word that cannot be the name of a variable.
  var isKeyword: Bool {
    rawValue >= Self.ifKeyword.rawValue && rawValue <= Self.orKeyword.rawValue
  }

  /// How messages name it, where its text does not do.
  var noun: String? {
    switch self {
    case .quote: "a string"
    case .indentedQuote: "an indented string"
    case .endOfFile: "the end of the file"
    default: nil
    }
  }
}
