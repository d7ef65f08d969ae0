/// Cuts a text into tokens, one at a time. It works on bytes: Nix's language is ASCII outside
/// strings and comments.
///
/// Strings and paths are one token for their start; the parser reads the rest with the functions
/// of `Lexer+Strings.swift`, because what is in an interpolation is for it to parse.
struct Lexer {
  /// The text, which holds no zero, and the padding.
  let bytes: UnsafeBufferPointer<UInt8>
  /// The length of the text.
  let count: Int
  /// Where the next token is looked for.
  var offset = 0
  /// Whether there are comments or blank lines before the token that was read last.
  var isMarked = false
  /// The start of a block comment that is never closed.
  var unclosedComment: Int?
  // The run of path characters that was looked at last: where it ends, and its last underscore.
  // Tokens of `a.a.a.a` are many, the run is one.
  private var runEnd = 0
  private var runUnderscore = -1

  /// A lexer of a text with padding behind it.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    count = bytes.count - SyntaxStorage.padding
  }

  /// The byte at an offset, 0 right behind the end.
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { bytes[offset] }

  // MARK: - Tokens

  /// The next token.
  mutating func next() -> Token {
    skipTrivia()
    let start = offset
    let first = bytes[start]
    let (kind, end): (Token.Kind, Int)
    if CharacterClass.startsIdentifier(first) {
      (kind, end) = word(start)
    } else if ASCII.isDigit(first) {
      (kind, end) = path(start) ?? number(start)
    } else if start == count {
      (kind, end) = (.endOfFile, start)
    } else {
      let length: Int
      (kind, length) = symbol(first, start)
      end = start + length
    }
    offset = end
    return Token(kind: kind, start: start, end: end)
  }

  /// The kind and the end of a token that begins with a letter.
  private mutating func word(_ start: Int) -> (Token.Kind, Int) {
    let end = endOfWord(start + 1)
    switch bytes[end] {
    case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      if let longer = path(start) ?? uri(start) { return longer }
    default: break
    }
    return (keyword(start, end - start) ?? .identifier, end)
  }

  /// Behind the characters of an identifier, of which nearly all are letters.
  @inline(__always)
  private func endOfWord(_ start: Int) -> Int {
    var end = ByteSearch.endOfLetters(bytes, from: start)
    while CharacterClass.continuesIdentifier(bytes[end]) {
      end = ByteSearch.endOfLetters(bytes, from: end + 1)
    }
    return end
  }

  /// Looks where the path characters end that begin or go on here.
  private mutating func findRun(_ start: Int) {
    guard start >= runEnd else { return }
    var end = start
    while true {
      end = ByteSearch.endOfLetters(bytes, from: end)
      guard CharacterClass.isPath(bytes[end]) else { break }
      if bytes[end] == UInt8(ascii: "_") { runUnderscore = end }
      end += 1
    }
    runEnd = end
  }

  /// A path that begins here: `[chars]*(/[chars]+)+`, or `[chars]*/` before an interpolation.
  private mutating func path(_ start: Int) -> (Token.Kind, Int)? {
    findRun(start)
    let slash = max(start, runEnd)
    guard byte(slash) == UInt8(ascii: "/"), beginsSegment(slash + 1) else { return nil }
    return (.path, endOfSegments(slash))
  }

  private func beginsSegment(_ offset: Int) -> Bool {
    CharacterClass.isPath(byte(offset))
      || byte(offset) == UInt8(ascii: "$") && byte(offset + 1) == UInt8(ascii: "{")
  }

  /// Behind `(/[chars]+)*` and one slash more.
  func endOfSegments(_ start: Int) -> Int {
    var end = start
    while byte(end) == UInt8(ascii: "/"), CharacterClass.isPath(byte(end + 1)) {
      end += 2
      while CharacterClass.isPath(bytes[end]) { end += 1 }
    }
    return byte(end) == UInt8(ascii: "/") ? end + 1 : end
  }

  /// A URI that begins here, in a run of path characters; its scheme has all of them but `_`.
  private func uri(_ start: Int) -> (Token.Kind, Int)? {
    guard ASCII.isLetter(byte(start)), runUnderscore < start,
      byte(runEnd) == UInt8(ascii: ":"), CharacterClass.isURI(byte(runEnd + 1))
    else { return nil }
    var end = runEnd + 1
    while CharacterClass.isURI(bytes[end]) { end += 1 }
    return (.uri, end)
  }

  /// An integer, or a float: `(([1-9][0-9]*\.[0-9]*)|(0?\.[0-9]+))([Ee][+-]?[0-9]+)?`.
  private func number(_ start: Int) -> (Token.Kind, Int) {
    var end = start
    while ASCII.isDigit(bytes[end]) { end += 1 }
    let hasLeadingZero = end > start && byte(start) == UInt8(ascii: "0")
    guard byte(end) == UInt8(ascii: "."),
      end > start && !hasLeadingZero || end - start <= 1 && ASCII.isDigit(byte(end + 1))
    else { return (.integer, end) }
    end += 1
    while ASCII.isDigit(bytes[end]) { end += 1 }
    if byte(end) | 0x20 == UInt8(ascii: "e") {
      let isSigned = byte(end + 1) == UInt8(ascii: "+") || byte(end + 1) == UInt8(ascii: "-")
      var exponent = end + (isSigned ? 2 : 1)
      if ASCII.isDigit(byte(exponent)) {
        while ASCII.isDigit(bytes[exponent]) { exponent += 1 }
        end = exponent
      }
    }
    return (.float, end)
  }

  /// The kind and the length of a token that begins with neither a letter nor a digit.
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
      if let (kind, end) = path(start) { return (kind, end - start) }
      return pathLike(first, second, start)
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
      guard ASCII.isDigit(second) else { return (.dot, 1) }
      let (kind, end) = number(start)
      return (kind, end - start)
    }
  }

  private func less(_ second: UInt8, _ start: Int) -> (Token.Kind, Int) {
    var end = start + 1
    while CharacterClass.isPath(bytes[end]) { end += 1 }
    if end > start + 1 {
      while byte(end) == UInt8(ascii: "/"), CharacterClass.isPath(byte(end + 1)) {
        end += 1
        while CharacterClass.isPath(bytes[end]) { end += 1 }
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

  // MARK: - Keywords

  private func keyword(_ start: Int, _ length: Int) -> Token.Kind? {
    guard length >= 2, length <= 7 else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "i"):
      if equal(start, length, "if") { return .ifKeyword }
      if equal(start, length, "in") { return .inKeyword }
      return equal(start, length, "inherit") ? .inheritKeyword : nil
    case UInt8(ascii: "t"): return equal(start, length, "then") ? .thenKeyword : nil
    case UInt8(ascii: "e"): return equal(start, length, "else") ? .elseKeyword : nil
    case UInt8(ascii: "a"): return equal(start, length, "assert") ? .assertKeyword : nil
    case UInt8(ascii: "w"): return equal(start, length, "with") ? .withKeyword : nil
    case UInt8(ascii: "l"): return equal(start, length, "let") ? .letKeyword : nil
    case UInt8(ascii: "r"): return equal(start, length, "rec") ? .recKeyword : nil
    case UInt8(ascii: "o"): return equal(start, length, "or") ? .orKeyword : nil
    default: return nil
    }
  }

  @inline(__always)
  private func equal(_ start: Int, _ length: Int, _ word: StaticString) -> Bool {
    guard length == word.utf8CodeUnitCount else { return false }
    for index in 1..<length where bytes[start + index] != word.utf8Start[index] { return false }
    return true
  }
}
