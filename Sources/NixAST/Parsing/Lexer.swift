/// Cuts a text into tokens, one at a time. It works on bytes: Nix's language is ASCII outside
/// strings and comments.
///
/// Strings and paths are one token for their start; the parser reads the rest with the functions
/// of `Lexer+Strings.swift`, because what is in an interpolation is for it to parse.
struct Lexer {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the next token is looked for.
  var offset = 0
  /// What stands between the token that was read last and the one before.
  var trivia = PendingTrivia()
  /// The start of a block comment that is never closed.
  var unclosedComment: Int?
  // No path begins before this offset: a run of path characters was searched for a slash.
  private var searchedForPath = 0
  // The same for URIs and colons.
  private var searchedForURI = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The byte at an offset, 0 behind the end.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  // MARK: - White space and comments

  /// Moves to the next token and keeps what is on the way in `trivia`.
  private mutating func collectTrivia() {
    var newlines = 0
    let isFirst = offset == 0
    if !trivia.isEmpty { trivia = PendingTrivia() }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        newlines += 1
        offset += 1
      case UInt8(ascii: "#"):
        let end = Self.endOfLineComment(bytes, offset)
        let text = CommentText.line(bytes[offset..<end])
        add(.comment(text), newlines, isFirst)
        newlines = 0
        offset = end
      case UInt8(ascii: "/") where byte(offset + 1) == UInt8(ascii: "*"):
        let end = Self.endOfBlockComment(bytes, offset)
        if let end {
          let comment = CommentText.block(bytes[offset..<end])
          if let comment { add(comment, newlines, isFirst) }
        } else {
          unclosedComment = offset
        }
        newlines = 0
        offset = end ?? bytes.count
      default:
        if newlines > 1, !isFirst || !trivia.leading.isEmpty { trivia.leading.append(.blankLine) }
        return
      }
    }
    if newlines > 1, !trivia.leading.isEmpty { trivia.leading.append(.blankLine) }
  }

  private mutating func add(_ trivium: Trivium, _ newlines: Int, _ isFirst: Bool) {
    if newlines > 1, !isFirst || !trivia.leading.isEmpty { trivia.leading.append(.blankLine) }
    if newlines == 0, !isFirst, trivia.isEmpty, case .comment(let text) = trivium {
      trivia.trailing = text
    } else {
      trivia.leading.append(trivium)
    }
  }

  private static func endOfLineComment(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
      end += 1
    }
    return end
  }

  private static func endOfBlockComment(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var end = start + 2
    while end + 1 < bytes.count {
      if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") { return end + 2 }
      end += 1
    }
    return nil
  }

  /// The offset of the next token behind an offset, without a change of state.
  func peek(_ start: Int) -> Int {
    var offset = start
    while offset < bytes.count {
      let current = bytes[offset]
      if CharacterClass.isWhitespace(current) {
        offset += 1
      } else if current == UInt8(ascii: "#") {
        offset = Self.endOfLineComment(bytes, offset)
      } else if current == UInt8(ascii: "/"), byte(offset + 1) == UInt8(ascii: "*") {
        offset = Self.endOfBlockComment(bytes, offset) ?? bytes.count
      } else {
        break
      }
    }
    return offset
  }

  // MARK: - Tokens

  /// The next token.
  mutating func next() -> Token {
    collectTrivia()
    let start = offset
    guard start < bytes.count else {
      return Token(kind: .endOfFile, start: bytes.count, end: bytes.count)
    }
    let first = bytes[start]
    let (kind, length): (Token.Kind, Int)
    if CharacterClass.startsIdentifier(first) {
      (kind, length) = word(start)
    } else if CharacterClass.isDigit(first) {
      (kind, length) = path(start) ?? number(start)
    } else {
      (kind, length) = symbol(first, start)
    }
    offset = start + length
    return Token(kind: kind, start: start, end: offset)
  }

  private mutating func word(_ start: Int) -> (Token.Kind, Int) {
    var end = start + 1
    while CharacterClass.continuesIdentifier(byte(end)) { end += 1 }
    switch byte(end) {
    case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"):
      if let path = path(start) { return path }
      if let uri = uri(start) { return uri }
    case UInt8(ascii: ":"):
      if let uri = uri(start) { return uri }
    default: break
    }
    return (Keyword.kind(bytes[start..<end]) ?? .identifier, end - start)
  }

  /// A path that begins here: `[chars]*(/[chars]+)+`, or `[chars]*/` before an interpolation.
  private mutating func path(_ start: Int) -> (Token.Kind, Int)? {
    guard start >= searchedForPath else { return nil }
    var end = start
    while CharacterClass.isPath(byte(end)) { end += 1 }
    guard byte(end) == UInt8(ascii: "/"), beginsSegment(end + 1) else {
      searchedForPath = end
      return nil
    }
    return (.path, endOfSegments(end) - start)
  }

  private func beginsSegment(_ offset: Int) -> Bool {
    CharacterClass.isPath(byte(offset))
      || byte(offset) == UInt8(ascii: "$") && byte(offset + 1) == UInt8(ascii: "{")
  }

  /// Behind `(/[chars]+)*` and one slash more.
  private func endOfSegments(_ start: Int) -> Int {
    var end = start
    while byte(end) == UInt8(ascii: "/"), CharacterClass.isPath(byte(end + 1)) {
      end += 1
      while CharacterClass.isPath(byte(end)) { end += 1 }
    }
    return byte(end) == UInt8(ascii: "/") ? end + 1 : end
  }

  private mutating func uri(_ start: Int) -> (Token.Kind, Int)? {
    guard start >= searchedForURI, CharacterClass.isLetter(byte(start)) else { return nil }
    var colon = start
    while CharacterClass.isURIScheme(byte(colon)) { colon += 1 }
    searchedForURI = colon
    guard byte(colon) == UInt8(ascii: ":"), CharacterClass.isURI(byte(colon + 1)) else {
      return nil
    }
    var end = colon + 1
    while CharacterClass.isURI(byte(end)) { end += 1 }
    return (.uri, end - start)
  }

  /// An integer, or a float: `(([1-9][0-9]*\.[0-9]*)|(0?\.[0-9]+))([Ee][+-]?[0-9]+)?`.
  private func number(_ start: Int) -> (Token.Kind, Int) {
    var end = start
    while CharacterClass.isDigit(byte(end)) { end += 1 }
    let isZero = byte(start) == UInt8(ascii: "0")
    let hasDot =
      byte(end) == UInt8(ascii: ".")
      && (end == start || isZero
        ? (end - start <= 1 && CharacterClass.isDigit(byte(end + 1))) : true)
    guard hasDot else { return (.integer, end - start) }
    end += 1
    while CharacterClass.isDigit(byte(end)) { end += 1 }
    if byte(end) | 0x20 == UInt8(ascii: "e") {
      var exponent = end + 1
      if byte(exponent) == UInt8(ascii: "+") || byte(exponent) == UInt8(ascii: "-") {
        exponent += 1
      }
      if CharacterClass.isDigit(byte(exponent)) {
        while CharacterClass.isDigit(byte(exponent)) { exponent += 1 }
        end = exponent
      }
    }
    return (.float, end - start)
  }

  private mutating func symbol(_ first: UInt8, _ start: Int) -> (Token.Kind, Int) {
    let second = byte(start + 1)
    switch first {
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: "("): return (.leftParenthesis, 1)
    case UInt8(ascii: ")"): return (.rightParenthesis, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "@"): return (.at, 1)
    case UInt8(ascii: "?"): return (.question, 1)
    case UInt8(ascii: "*"): return (.multiply, 1)
    case UInt8(ascii: "\""): return (.quote, 1)
    case UInt8(ascii: "'"):
      return second == UInt8(ascii: "'") ? (.indentedQuote, 2) : (.invalid, 1)
    case UInt8(ascii: "$"): return second == UInt8(ascii: "{") ? (.interpolation, 2) : (.invalid, 1)
    case UInt8(ascii: "="): return second == UInt8(ascii: "=") ? (.equal, 2) : (.assign, 1)
    case UInt8(ascii: "!"): return second == UInt8(ascii: "=") ? (.notEqual, 2) : (.not, 1)
    case UInt8(ascii: "&"): return second == UInt8(ascii: "&") ? (.and, 2) : (.invalid, 1)
    case UInt8(ascii: "|"):
      if second == UInt8(ascii: "|") { return (.or, 2) }
      return second == UInt8(ascii: ">") ? (.pipeInto, 2) : (.invalid, 1)
    case UInt8(ascii: ">"):
      return second == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
    case UInt8(ascii: "<"): return less(second, start)
    case UInt8(ascii: "~"): return home(start)
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
      return path(start) ?? pathLike(first, second, start)
    default: return (.invalid, 1)
    }
  }

  private func pathLike(_ first: UInt8, _ second: UInt8, _ start: Int) -> (Token.Kind, Int) {
    switch first {
    case UInt8(ascii: "/"): return second == first ? (.update, 2) : (.divide, 1)
    case UInt8(ascii: "+"): return second == first ? (.concat, 2) : (.plus, 1)
    case UInt8(ascii: "-"): return second == UInt8(ascii: ">") ? (.implies, 2) : (.minus, 1)
    default:
      if second == first, byte(start + 2) == first { return (.ellipsis, 3) }
      return CharacterClass.isDigit(second) ? number(start) : (.dot, 1)
    }
  }

  private func less(_ second: UInt8, _ start: Int) -> (Token.Kind, Int) {
    var end = start + 1
    while CharacterClass.isPath(byte(end)) { end += 1 }
    if end > start + 1 {
      while byte(end) == UInt8(ascii: "/"), CharacterClass.isPath(byte(end + 1)) {
        end += 1
        while CharacterClass.isPath(byte(end)) { end += 1 }
      }
      if byte(end) == UInt8(ascii: ">") { return (.searchPath, end + 1 - start) }
    }
    if second == UInt8(ascii: "=") { return (.lessOrEqual, 2) }
    return second == UInt8(ascii: "|") ? (.pipeFrom, 2) : (.less, 1)
  }

  private func home(_ start: Int) -> (Token.Kind, Int) {
    guard byte(start + 1) == UInt8(ascii: "/"), beginsSegment(start + 2) else {
      return (.invalid, 1)
    }
    return (.homePath, endOfSegments(start + 1) - start)
  }
}

/// The words of the language.
enum Keyword {
  static func kind(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Token.Kind? {
    guard (2...7).contains(word.count) else { return nil }
    switch word[word.startIndex] {
    case UInt8(ascii: "i"):
      if equal(word, "if") { return .ifKeyword }
      if equal(word, "in") { return .inKeyword }
      return equal(word, "inherit") ? .inheritKeyword : nil
    case UInt8(ascii: "t"): return equal(word, "then") ? .thenKeyword : nil
    case UInt8(ascii: "e"): return equal(word, "else") ? .elseKeyword : nil
    case UInt8(ascii: "a"): return equal(word, "assert") ? .assertKeyword : nil
    case UInt8(ascii: "w"): return equal(word, "with") ? .withKeyword : nil
    case UInt8(ascii: "l"): return equal(word, "let") ? .letKeyword : nil
    case UInt8(ascii: "r"): return equal(word, "rec") ? .recKeyword : nil
    case UInt8(ascii: "o"): return equal(word, "or") ? .orKeyword : nil
    default: return nil
    }
  }

  private static func equal(_ word: Slice<UnsafeBufferPointer<UInt8>>, _ text: StaticString) -> Bool
  {
    word.count == text.utf8CodeUnitCount
      && text.withUTF8Buffer { word.elementsEqual($0) }
  }
}
