/// A token: its kind and where it is. What it says is in the text.
struct Token {
  var kind: Kind
  var start: Int
  var end: Int

  var range: SourceRange { SourceRange(start: UInt32(start), end: UInt32(end)) }

  enum Kind: UInt8 {
    case identifier
    case integer
    case float
    case uri
    case path
    case homePath
    case searchPath
    /// `"`
    case quote
    /// `''`
    case indentedQuote
    /// `${`
    case interpolation
    case leftBrace
    case rightBrace
    case leftBracket
    case rightBracket
    case leftParenthesis
    case rightParenthesis
    case semicolon
    case colon
    case comma
    case dot
    case ellipsis
    case at
    case question
    case assign
    // Operators
    case concat
    case multiply
    case divide
    case plus
    case minus
    case update
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case equal
    case notEqual
    case and
    case or
    case implies
    case pipeInto
    case pipeFrom
    case not
    // Keywords
    case ifKeyword
    case thenKeyword
    case elseKeyword
    case assertKeyword
    case withKeyword
    case letKeyword
    case inKeyword
    case recKeyword
    case inheritKeyword
    case orKeyword
    /// A byte that begins no token.
    case invalid
    case endOfFile
  }
}

extension Token.Kind {
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
    case .identifier, .integer, .float, .uri, .path, .homePath, .searchPath: nil
    default: nil
    }
  }
}
