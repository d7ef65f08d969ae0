/// A token that was just read.
struct Token {
  var kind: TokenKind
  var start: Int
  var end: Int

  typealias Kind = TokenKind

  var range: SourceRange { SourceRange(start: UInt32(start), end: UInt32(end)) }
}
